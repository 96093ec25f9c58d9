/* SPDX-License-Identifier: MIT */
/* One mode of one cipher, for builds that take single schemes: PQE_CIPHER_HEADER declares the
 * cipher, PQE_MODE_TEMPLATE is the mode's template; the rest as mode.h says. */
#include PQE_CIPHER_HEADER

#include PQE_MODE_TEMPLATE
