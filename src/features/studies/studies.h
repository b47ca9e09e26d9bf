// Studies: receiving, checking, keeping and listing them. The room's public face; its parts stand in api/.
#pragma once

#include "features/studies/api/archive.h"
#include "features/studies/api/receiver.h"
