/* SPDX-License-Identifier: MIT */
/* The host's shared object shows these functions alone; whatever the folder calls its own stays
 * inside. */
#ifndef PQE_IMPLEMENTATION_HOST_H
#define PQE_IMPLEMENTATION_HOST_H

#define PQE_EXPORT __attribute__((visibility("default")))

#endif
