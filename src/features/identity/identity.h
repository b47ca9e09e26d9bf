// People and machines: who they are and how they prove it (ACC-3, ACC-20, ACC-21, ACC-23, ACC-26).
#pragma once

#include "features/identity/api/api_keys.h"
#include "features/identity/api/errors.h"
#include "features/identity/api/passwords.h"
#include "features/identity/api/professional_numbers.h"
#include "features/identity/api/sessions.h"
#include "features/identity/api/sign_in.h"
#include "features/identity/api/users.h"
