// C kernels: one instruction set a file, named ck_<dtype>_<op>_<isa>.
//
// They hold no policy and allocate nothing: shapes are checked and the instruction set is chosen
// in Sources/Kernels. A function whose name carries an instruction set may only be called where
// ck_cpu_supports() says that the processor has it.
#ifndef CKERNELS_H
#define CKERNELS_H

#include "ck_activation.h"
#include "ck_attention.h"
#include "ck_cpu.h"
#include "ck_dot.h"
#include "ck_environment.h"
#include "ck_exp.h"
#include "ck_matvec.h"
#include "ck_products.h"
#include "ck_softmax.h"
#include "ck_q4k.h"
#include "ck_q8_0.h"
#include "ck_q8k.h"
#include "ck_rmsnorm.h"
#include "ck_rope.h"

#endif
