#!/usr/bin/env python3
"""Writes what transformers' apply_chat_template makes of conversations with made templates.

    scripts/golden/make-chat.py Tests/ModelsTests/Golden/chat.json

The templates have what those of chat models have, and each rule of white space, operator, filter, test and method that
is computed here. No template of a model is among them. With GGUF files behind the path, their own templates are rendered
instead, and written to standard output as the same JSON: for a comparison by hand.
"""
import json
import sys

import transformers
from transformers.utils.chat_template_utils import render_jinja_template

CONVERSATIONS = [
    [{"role": "user", "content": "Hello, wörld 😀"}],
    [{"role": "system", "content": " be brief\n"}, {"role": "user", "content": " A\n\"B\" \\ 'c' "}],
    [{"role": "user", "content": "one"}, {"role": "assistant", "content": "<think>t</think>\n\ntwo"}, {"role": "user", "content": ""}],
]
TOKENS = {"bos_token": "<s>", "eos_token": "</s>"}
MARKS = "{% for message in messages %}{{ '<|' + message['role'] + '|>' }}\n{{ message.content }}{{ eos_token }}\n{% endfor %}"
TEMPLATES = [
    MARKS + "{% if add_generation_prompt %}<|assistant|>\n{% endif %}",
    "{{ bos_token }}\n{%- for m in messages -%}\n  {{- m.role -}}  :  {{- m.content | trim -}}\n{%- endfor -%}\n\nend\n\n",
    "a\n  {% if true %}\n  b\n  {% endif %}\nc {% if true %} d {% endif %} e\n",
    "a\n  {%+ if true %}\n  b\n  {%+ endif +%}\nc\n{# comment #}\n  {# another -#}   d\n {#- e -#} f\n{{ 'x' }}\n{{- 'y' -}}\n z",
    "  {%- set x = 1 -%}  {{ x }}  {%- set x = x + 1 %}{{ x }}\r\n\r\nz\r\n",
    "{% if messages[0]['role'] == 'system' %}{% set system = messages[0].content %}{% set rest = messages[1:] %}{% else %}"
    "{% set system = '' %}{% set rest = messages %}{% endif %}[{{ system | trim }}]{% for m in rest %}"
    "{% if (m['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('roles must alternate, not ' + m['role']) }}{% endif %}"
    "{{ loop.index }}/{{ loop.length }} {{ loop.first }} {{ loop.last }} {{ loop.revindex }} {{ loop.revindex0 }} {{ m.content }};{% endfor %}",
    "{% set ns = namespace(found=false, n=0) %}{% for m in messages[::-1] %}{% set ns.n = ns.n + loop.index %}{% if m.role == 'user' and not ns.found %}"
    "{% set ns.found = true %}{{ m.content }}{% endif %}{% endfor %}{{ ns.n }} {{ ns.found }} {{ ns.none is defined }}",
    "{% macro turn(role, content, end='!') %}[{{ role }}: {{ content | default('nothing') }}{{ end }}]\n{% endmacro %}"
    "{% for m in messages %}{{ turn(m.role, m.content) }}{{ turn(role=m.role, end='?') }}{{ turn(m.role, m.content, end=loop.index ~ '') | trim }}{% endfor %}",
    "{% for m in messages if m.role != 'system' %}{{ loop.index }}{{ m.role }}{% if loop.nextitem is defined %}, next {{ loop.nextitem.role }}"
    "{% endif %}{% if loop.previtem %}, before {{ loop.previtem['role'] }}{% endif %};{% else %}none{% endfor %}{% for x in [] %}{% else %}empty{% endfor %}",
    "{% for m in messages %}{% if '</think>' in m.content %}{{ m.content.split('</think>')[-1].lstrip('\\n') }}|{{ m.content.split('</think>')[0].rstrip('\\n').split('<think>')[-1] }}"
    "{% elif m.content.startswith(' ') and m.content.endswith(('x', ' ', '\\n')) %}{{ '>' + m.content.strip() + '<' }}{% else %}{{ m.content | upper | replace('L', 'LL') }}{% endif %}{% endfor %}",
    "{{ messages | length }} {{ messages | map(attribute='role') | join(', ') }} {{ messages | selectattr('role', 'equalto', 'user') | list | length }} "
    "{{ (messages | rejectattr('role', '==', 'user') | list | length) }} {{ (messages | first).role }} {{ (messages | last)['role'] }} {{ messages | map(attribute='role') | reverse | join }}",
    "{{ messages | tojson }}\n{{ {'a': [1, none, true, {}], 'b': [], \"é\\u0001\\t\": '</x>&\\''} | tojson(indent=2) }}{{ 'x' | tojson }}",
    "{{ 1 + 2 * 3 - 4 // 3 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7 % -3 }} {{ 2 ~ 3 }} {{ 'a' ~ none ~ true }} {{ 'ab' * 3 }} {{ (1, 2) + (3,) == (1, 2, 3) }} {{ [1] + [2] == [1, 2] }} {{ -1 | string }} {{ true + 1 }}",
    "{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }} {{ 'a' < 'b' }} {{ 'Z' < 'a' }} {{ 1 == 1 and 2 != 3 }} {{ not 1 == 2 }} {{ 'b' in 'abc' }} {{ 4 not in [1, 2] }} {{ 'role' in messages[0] }} {{ none == false }} {{ 1 == true }} {{ [] or 'x' }} {{ 'y' and 0 }}",
    "{{ x is defined }} {{ x is undefined }} {{ x is not defined }} {{ none is none }} {{ tools is none }} {{ tools is defined }} {{ 'a' is string }} {{ messages is string }} {{ messages is iterable }} {{ messages is mapping }} {{ messages[0] is mapping }}"
    " {{ messages[0] is sequence }} {{ 1 is number }} {{ true is number }} {{ true is integer }} {{ true is boolean }} {{ false is false }} {{ 3 is odd }} {{ 3 is even }} {{ 9 is divisibleby 3 }} {{ 9 is divisibleby(2) }} {{ 'a' is in ['a'] }} {{ 2 is eq 2 }} {{ x is string }} {{ none is mapping }} {{ x is iterable }}",
    "{{ x }}|{{ x | default('d') }}|{{ '' | default('d') }}|{{ '' | default('d', true) }}|{{ '' | d('e', boolean=true) }}|{{ messages[0].missing }}|{{ messages[0]['missing'] | default(none) }}|{{ messages[99] }}|{{ none }}|{{ none.y }}|{{ x | length }}|{{ 'a' if false }}|{{ 'a' if x else 'b' }}|{{ 1 if true else 2 if true else 3 }}",
    "{{ 'äöü漢😀'[1] }}{{ 'äöü漢😀'[-1] }}{{ 'äöü漢😀'[1:3] }}{{ 'äöü漢😀'[::-1] }}{{ 'abcdef'[4:1:-2] }}{{ 'abcdef'[:-2] }}{{ 'abcdef'[-3:] }}{{ 'abc'[5:] }}{{ 'abc'[::9] }}{{ 'äöü漢😀' | length }}{{ 'e\u0301' | length }}{{ 'e\u0301' == 'é' }}{{ 'xyx'.strip('x') }}",
    "{% for k, v in messages[0].items() %}{{ k }}={{ v }};{% endfor %}{% for k in messages[0] %}{{ k }}{% endfor %}{% for k, v in messages[0] | items %}{{ k }}{% endfor %}{{ messages[0].get('role') }}{{ messages[0].get('x') }}{{ messages[0].get('x', 'y') }}{{ messages[0].keys() | list | length }}{{ messages[0].values() | join('/') }}",
    "{% set a, b = (1, 'two') %}{{ a }}{{ b }}{% set c %}block {{ a }}\n{% endset %}[{{ c }}]{% for i in range(3) %}{{ i }}{% endfor %}{% for i in range(5, 0, -2) %}{{ i }}{% endfor %}{% for i in range(2, 4) %}{% set a = i %}{% endfor %}{{ a }}{% if true %}{% set a = 9 %}{% endif %}{{ a }}",
    "{% for m in messages %}{% if m.role == 'assistant' %}{% continue %}{% endif %}{{ m.role }}{% if loop.index0 == 1 %}{% break %}{% endif %}{% endfor %}{% for x in 'ab' %}{% for y in [1, 2] %}{{ x }}{{ y }}{{ loop.index }}{% endfor %}{{ loop.index }}{% endfor %}",
    "{{ ' a  b\tc\n'.split() | join('-') }} {{ 'a,b,c'.split(',', 1) | join('|') }} {{ ','.join(['x', 'y']) }} {{ 'aXbX'.replace('X', '--', 1) }} {{ 'Title'.lower() }} {{ 'ß'.upper() }} {{ 'prefix'.removeprefix('pre') }} {{ 'suffix'.removesuffix('fix') }} {{ '..a..' | trim('.') }} {{ [1, 0, 2] | select | list | length }} {{ ['a', ''] | reject | list | length }} {{ ['b'] | map('upper') | join }}",
    "{%- generation -%} {{ 'g' }} {%- endgeneration -%}{{ 'it\\'s' }}{{ \"q\\\"\\\\ \\d \\x41 \\u00e9\" }}{{ 'a' 'b' }}{{ ['x',] | join }}{{ {'k': {'l': 'm'}}.k.l }}{{ {'k': 1,}['k'] }}{{ messages[0].content.__class__ is defined }}",
    "{{ raise_exception('stop: ' ~ messages | length) }}",
    "{% if tools %}{{ tools | tojson }}{% elif documents %}d{% else %}no tools{% endif %}{% set x %}{% endset %}{{ x is string }}{{ x | length }}",
    "{{ messages[0]['role']", "{% if x %}", "{{ x.y }}", "{% for m in messages %}", "{{ 1 +* 2 }}",
]


def rendered(template, messages):
    try:
        prompts = render_jinja_template([messages], chat_template=template, add_generation_prompt=True, **TOKENS)[0]
        return {"text": prompts[0]}
    except Exception as error:  # noqa: BLE001: whatever it is, it is no prompt
        return {"error": str(error)}


def main(path, models):
    templates = TEMPLATES
    if models:
        from gguf import GGUFReader
        templates = [GGUFReader(m).fields["tokenizer.chat_template"].contents() for m in models]
    cases = [{"template": t, "messages": m, **rendered(t, m)} for t in templates for m in CONVERSATIONS]
    result = json.dumps({"transformers": transformers.__version__, "tokens": TOKENS, "cases": cases}, indent=1) + "\n"
    if models:
        print(result, end="")
        return
    with open(path, "w") as out:
        out.write(result)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
