// What a page looks like, measured in it: every function gives a list of what is wrong.
(() => {
  const channel = (value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  // A canvas turns every notation of colors into bytes.
  const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
    willReadFrequently: true,
  });
  const known = new Map();
  const color = (text) => {
    if (!known.has(text)) {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = "#000";
      brush.fillStyle = text;
      brush.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
      known.set(text, a === 0 ? [0, 0, 0, 0] : [r, g, b, a / 255]);
    }
    return known.get(text);
  };
  const over = (front, back) => front.slice(0, 3).map((value, index) => value * front[3] + back[index] * (1 - front[3]));
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(color(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((back, front) => over(front, back), [255, 255, 255]);
  };

  // Text with less contrast than WCAG's AA asks for: 4.5, and 3 for large text.
  const contrast = () => {
    const wrong = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !element.checkVisibility({ visibilityProperty: true })) continue;
      if (element.closest("title, script, style")) continue;
      const style = getComputedStyle(element);
      const back = ground(element);
      const front = over(color(element instanceof SVGElement ? style.fill : style.color), back);
      const [light, dark] = [luminance(front), luminance(back)].sort((a, b) => b - a);
      const ratio = (light + 0.05) / (dark + 0.05);
      const size = parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700);
      if (ratio < (isLarge ? 3 : 4.5)) {
        wrong.set(`${element.tagName}.${element.getAttribute("class") ?? ""}: ${ratio.toFixed(2)}`, walker.currentNode.data.trim().slice(0, 40));
      }
    }
    return [...wrong].map(([what, text]) => `contrast of ${what} at "${text}"`);
  };

  // Marks of pictures, of which 3 is asked for.
  const marks = () => {
    const wrong = new Set();
    for (const mark of document.querySelectorAll("svg .measured, svg .threshold, svg .noise path, svg .mutant path, svg .weakest, svg .axis, svg .mark")) {
      const style = getComputedStyle(mark);
      const paint = style.fill === "none" || mark.matches(".threshold, .axis, .mark, .noise path, .mutant path") ? style.stroke : style.fill;
      const back = ground(mark.closest(".canvas") ?? mark.parentElement);
      const [light, dark] = [luminance(over(color(paint), back)), luminance(back)].sort((a, b) => b - a);
      if ((light + 0.05) / (dark + 0.05) < 3) wrong.add(`contrast of mark ${mark.getAttribute("class") ?? mark.parentElement.getAttribute("class")}`);
    }
    return [...wrong];
  };

  const structure = () => {
    const wrong = [];
    const expect = (holds, what) => holds || wrong.push(what);
    expect(document.documentElement.lang === "en", "no language");
    expect(document.title, "no title");
    expect(document.querySelectorAll("h1").length === 1, "not one h1");
    let level = 1;
    for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
      const own = Number(heading.tagName[1]);
      expect(own <= level + 1, `a heading is skipped before "${heading.textContent}"`);
      level = own;
    }
    for (const table of document.querySelectorAll("table")) {
      const name = table.caption?.textContent.trim();
      expect(name, "a table without a caption");
      for (const head of table.querySelectorAll("th")) expect(head.scope, `a head without scope in "${name}"`);
      const width = table.tHead?.rows[0]?.cells.length;
      for (const row of table.tBodies[0].rows) expect(row.cells.length === width, `a row of ${row.cells.length} cells in "${name}"`);
      expect(table.closest(".scroll"), `"${name}" does not scroll in a place of its own`);
    }
    for (const svg of document.querySelectorAll("svg")) {
      const label = svg.getAttribute("aria-label") ?? document.getElementById(svg.getAttribute("aria-labelledby"))?.textContent;
      expect(svg.getAttribute("role") && label, "a picture without a name");
    }
    const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
    expect(new Set(ids).size === ids.length, `an id twice: ${ids.find((id, index) => ids.indexOf(id) !== index)}`);
    for (const link of document.querySelectorAll("a[href]")) expect(link.textContent.trim() || link.ariaLabel, `an empty link to ${link.href}`);
    for (const field of document.querySelectorAll("input, select")) expect(field.labels.length, "a field without a label");
    return wrong;
  };

  // What is wider than the window, and does not scroll in a place of its own.
  const overflow = () => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll("*")].filter((each) =>
      each.getBoundingClientRect().right > width + 1 && !each.parentElement.closest(".scroll, .canvas, pre, .formula, .heads") && each.checkVisibility());
    return [`the page is ${document.documentElement.scrollWidth} wide in a window of ${width}: ${wide.slice(0, 3).map((each) => `${each.tagName}.${each.className}`).join(", ")}`];
  };

  // Filters and sorts the first table that can be, and looks at what came of it.
  const interaction = () => {
    const wrong = [];
    const table = [...document.querySelectorAll("table[data-interactive]")].find((each) => each.closest(".scroll").previousElementSibling?.matches(".filters"));
    if (!table) return ["no table has filters"];
    const place = table.closest(".scroll").previousElementSibling;
    const rows = () => [...table.tBodies[0].rows];
    const shown = () => rows().filter((row) => row.checkVisibility());
    const input = place.querySelector("input");
    const type = (field, text) => {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const all = rows().length;
    const word = rows()[all - 1].cells[0].textContent.trim().toLowerCase();
    type(input, word);
    const expected = rows().filter((row) => row.textContent.toLowerCase().includes(word)).length;
    if (shown().length !== expected || expected === 0) wrong.push(`the filter "${word}" shows ${shown().length} rows of ${expected}`);
    if (!place.querySelector("output").textContent.startsWith(`${expected === all ? all : `${expected} of`}`)) wrong.push("the filter does not say how many rows there are");
    type(input, "no such word anywhere");
    if (shown().length !== 0) wrong.push("a filter that nothing fits shows rows");
    type(input, "");
    if (shown().length !== all) wrong.push("an empty filter hides rows");
    for (const select of place.querySelectorAll("select")) {
      const value = select.options[1].value;
      type(select, value);
      if (shown().length === 0 || !shown().every((row) => row.textContent.includes(value))) wrong.push(`the choice ${value} shows other rows`);
      type(select, "");
    }
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const isNumber = head.dataset.kind === "number";
      const key = (row) => row.cells[column].dataset.key ?? row.cells[column].textContent.trim();
      const values = () => rows().map(key).filter((text) => !isNumber || (text !== "" && !Number.isNaN(Number(text))));
      const order = isNumber ? (a, b) => a - b : (a, b) => a.localeCompare(b, "en", { numeric: true });
      for (const direction of ["ascending", "descending"]) {
        head.querySelector("button").click();
        const sign = direction === "ascending" ? 1 : -1;
        const now = values();
        if (head.getAttribute("aria-sort") !== direction) wrong.push(`${head.textContent} does not say that it is ${direction}`);
        if (now.some((value, index) => index > 0 && sign * order(now[index - 1], value) > 0)) wrong.push(`${head.textContent} is not ${direction}`);
      }
    });
    return wrong;
  };

  return { contrast, marks, structure, overflow, interaction };
})()
