// What the demonstration makes itself instead of bringing it along. The room's public face.
#pragma once

#include "features/demonstration/phantoms.h"
#include "features/demonstration/photo.h"
