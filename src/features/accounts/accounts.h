// Accounts, their members and what these may do (ACC-1 to ACC-14), tenants and their settings, registration.
#pragma once

#include "features/accounts/api/errors.h"
#include "features/accounts/api/members.h"
#include "features/accounts/api/memberships.h"
#include "features/accounts/api/registration.h"
#include "features/accounts/api/roles.h"
#include "features/accounts/api/tenants.h"
