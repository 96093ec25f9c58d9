/* SPDX-License-Identifier: MIT */
/* Marks data as public for constant-time tests; when measuring, it does nothing. */
#ifndef PQE_PROVIDED_CRYPTO_DECLASSIFY_H
#define PQE_PROVIDED_CRYPTO_DECLASSIFY_H

#define crypto_declassify(data, length)

#endif
