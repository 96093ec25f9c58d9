/* SPDX-License-Identifier: MIT */
/*
 * Return codes of pqeval's C. Functions that cannot fail return void. Negative codes that hostile
 * input may cause (PQE_ERR_TAG) are told apart from those that mean a caller's mistake
 * (PQE_ERR_LENGTH).
 */
#ifndef PQE_STATUS_H
#define PQE_STATUS_H

#if defined(__GNUC__)
#define PQE_MUST_CHECK __attribute__((warn_unused_result))
#else
#define PQE_MUST_CHECK
#endif

typedef enum {
    PQE_OK = 0,
    PQE_ERR_TAG = -1,
    PQE_ERR_LENGTH = -2,
    PQE_ERR_RNG = -3,
    PQE_ERR_SYSTEM = -4
} pqe_status;

#endif
