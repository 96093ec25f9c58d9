/* SPDX-License-Identifier: MIT */
/* Declares the mode of operation that PQE_DECLARATION names, for builds that take single schemes.
 */
#ifndef PQE_LIGHTWEIGHT_MODES_DECLARATION_H
#define PQE_LIGHTWEIGHT_MODES_DECLARATION_H

#include "lightweight/shapes.h"

PQE_DECLARATION;

#endif
