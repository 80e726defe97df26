#include "include/cshipped.h"

static const unsigned char codebook_dequant_v1[] = {
#embed "../../contracts/codebook-dequant-v1.yaml"
};
static const unsigned char f32_dot_v1[] = {
#embed "../../contracts/f32-dot-v1.yaml"
};
static const unsigned char gelu_v1[] = {
#embed "../../contracts/gelu-v1.yaml"
};
static const unsigned char gqa_attention_v1[] = {
#embed "../../contracts/gqa-attention-v1.yaml"
};
static const unsigned char kquant_dequant_v1[] = {
#embed "../../contracts/kquant-dequant-v1.yaml"
};
static const unsigned char kquant_q8k_dot_v1[] = {
#embed "../../contracts/kquant-q8k-dot-v1.yaml"
};
static const unsigned char layernorm_v1[] = {
#embed "../../contracts/layernorm-v1.yaml"
};
static const unsigned char legacy_dequant_v1[] = {
#embed "../../contracts/legacy-dequant-v1.yaml"
};
static const unsigned char matvec_layout_v1[] = {
#embed "../../contracts/matvec-layout-v1.yaml"
};
static const unsigned char q4k_dequant_v1[] = {
#embed "../../contracts/q4k-dequant-v1.yaml"
};
static const unsigned char q4k_q8k_dot_v1[] = {
#embed "../../contracts/q4k-q8k-dot-v1.yaml"
};
static const unsigned char q8_0_dot_v1[] = {
#embed "../../contracts/q8_0-dot-v1.yaml"
};
static const unsigned char q8_0_quantize_v1[] = {
#embed "../../contracts/q8_0-quantize-v1.yaml"
};
static const unsigned char q8k_quantize_v1[] = {
#embed "../../contracts/q8k-quantize-v1.yaml"
};
static const unsigned char rmsnorm_v1[] = {
#embed "../../contracts/rmsnorm-v1.yaml"
};
static const unsigned char rope_v1[] = {
#embed "../../contracts/rope-v1.yaml"
};
static const unsigned char softmax_v1[] = {
#embed "../../contracts/softmax-v1.yaml"
};
static const unsigned char swiglu_v1[] = {
#embed "../../contracts/swiglu-v1.yaml"
};
static const unsigned char code_books[] = {
#embed "../../Tests/Falsifiers/Fixtures/code-books.tsv"
};
static const unsigned char q8_0_blocks[] = {
#embed "../../Tests/Falsifiers/Fixtures/q8_0-blocks.tsv"
};
static const unsigned char falsify_dot_001[] = {
#embed "../../Tests/Falsifiers/Dot/Fixtures/ExactCases/FALSIFY-DOT-001.jsonl"
};
static const unsigned char pv_kernels_h[] = {
#embed "../../Sources/CConformance/include/pv_kernels.h"
};

static const unsigned char pv_record_h[] = {
#embed "pv_record.h"
};
static const unsigned char rope_table[] = {
#embed "../../Tests/Falsifiers/Fixtures/rope-table.tsv"
};

static const struct cs_file files[] = {
    {"contracts/codebook-dequant-v1.yaml", codebook_dequant_v1, sizeof codebook_dequant_v1},
    {"contracts/f32-dot-v1.yaml", f32_dot_v1, sizeof f32_dot_v1},
    {"contracts/gelu-v1.yaml", gelu_v1, sizeof gelu_v1},
    {"contracts/gqa-attention-v1.yaml", gqa_attention_v1, sizeof gqa_attention_v1},
    {"contracts/kquant-dequant-v1.yaml", kquant_dequant_v1, sizeof kquant_dequant_v1},
    {"contracts/kquant-q8k-dot-v1.yaml", kquant_q8k_dot_v1, sizeof kquant_q8k_dot_v1},
    {"contracts/layernorm-v1.yaml", layernorm_v1, sizeof layernorm_v1},
    {"contracts/legacy-dequant-v1.yaml", legacy_dequant_v1, sizeof legacy_dequant_v1},
    {"contracts/matvec-layout-v1.yaml", matvec_layout_v1, sizeof matvec_layout_v1},
    {"contracts/q4k-dequant-v1.yaml", q4k_dequant_v1, sizeof q4k_dequant_v1},
    {"contracts/q4k-q8k-dot-v1.yaml", q4k_q8k_dot_v1, sizeof q4k_q8k_dot_v1},
    {"contracts/q8_0-dot-v1.yaml", q8_0_dot_v1, sizeof q8_0_dot_v1},
    {"contracts/q8_0-quantize-v1.yaml", q8_0_quantize_v1, sizeof q8_0_quantize_v1},
    {"contracts/q8k-quantize-v1.yaml", q8k_quantize_v1, sizeof q8k_quantize_v1},
    {"contracts/rmsnorm-v1.yaml", rmsnorm_v1, sizeof rmsnorm_v1},
    {"contracts/rope-v1.yaml", rope_v1, sizeof rope_v1},
    {"contracts/softmax-v1.yaml", softmax_v1, sizeof softmax_v1},
    {"contracts/swiglu-v1.yaml", swiglu_v1, sizeof swiglu_v1},
    {"Tests/Falsifiers/Fixtures/code-books.tsv", code_books, sizeof code_books},
    {"Tests/Falsifiers/Fixtures/q8_0-blocks.tsv", q8_0_blocks, sizeof q8_0_blocks},
    {"Tests/Falsifiers/Dot/Fixtures/ExactCases/FALSIFY-DOT-001.jsonl", falsify_dot_001, sizeof falsify_dot_001},
    {"Tests/Falsifiers/Fixtures/rope-table.tsv", rope_table, sizeof rope_table},
    {"Sources/CConformance/include/pv_kernels.h", pv_kernels_h, sizeof pv_kernels_h},
    {"Sources/CShipped/pv_record.h", pv_record_h, sizeof pv_record_h},
};

size_t cs_file_count(void) { return sizeof files / sizeof *files; }

struct cs_file cs_file_at(size_t index) { return files[index]; }
