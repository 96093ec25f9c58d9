/* SPDX-License-Identifier: MIT */
#include "hal.h"
#include "operations.h"

#ifdef PQE_WITH_OQS
#include <oqs/oqs.h>
#endif

int main(void) {
    int status = 0;
#if defined(PQE_WITH_OQS) && !defined(PQE_EMPTY)
    OQS_randombytes_custom_algorithm(hal_random);
#endif
    for (;;) {
        int number = hal_next(status);
        if (number < 0 || number >= PQE_OPERATIONS || pqe_operations[number] == 0) {
            status = -1000;
            continue;
        }
        hal_begin();
        status = pqe_operations[number]();
        hal_end();
    }
}
