/* SPDX-License-Identifier: Apache-2.0
 * One target per decoder, in libFuzzer's form; fuzz_driver.c runs them without libFuzzer. A target
 * aborts when a decoder accepts bytes that it cannot encode and decode again. */
#pragma once
#include "base/arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Stays in release builds too: a broken promise ends the process, and the input is kept. */
#define FUZZ_NEED(expr) ASSERT(expr)
