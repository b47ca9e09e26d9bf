// Error table of accounts and roles.
#pragma once

#include "core/result.h"

namespace portico::accounts::errors {

inline constexpr ErrorKind setup_done{"setup_done", 409, 0x0110, "This server has been set up already."};
inline constexpr ErrorKind setup_token_wrong{"setup_token_wrong", 403, 0x0124,
                                             "This is not the token that the server printed when it started."};
inline constexpr ErrorKind slug_taken{"slug_taken", 409, 0x0110, "This short name is taken."};
inline constexpr ErrorKind role_name_taken{"role_name_taken", 409, 0x0110, "There is a role of this name already."};
inline constexpr ErrorKind role_in_use{"role_in_use", 409, 0x0110,
                                       "This role is in use. Take it from everyone who has it first."};
inline constexpr ErrorKind last_role_manager{"last_role_manager", 409, 0x0110,
                                             "Somebody must remain who can manage roles."};
inline constexpr ErrorKind owner_is_fixed{"owner_is_fixed", 409, 0x0110,
                                          "The owner holds every permission and cannot be disabled or given a role."};
inline constexpr ErrorKind already_member{"already_member", 409, 0x0110, "This person is a user here already."};
inline constexpr ErrorKind registration_closed{"registration_closed", 403, 0x0124,
                                               "Registration is switched off on this server."};

}  // namespace portico::accounts::errors
