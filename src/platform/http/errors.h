// What this room itself answers with; everything else comes from the handlers.
#pragma once

#include "core/result.h"

namespace portico::http::errors {

inline constexpr ErrorKind bad_request{"bad_request", 400, 0xC000, "The request is not valid HTTP."};
inline constexpr ErrorKind bad_path{"bad_path", 400, 0xC000, "The address is not valid."};
inline constexpr ErrorKind bad_query{"bad_query", 400, 0xC000,
                                     "The part of the address after the question mark is not valid."};
inline constexpr ErrorKind cross_origin{"cross_origin", 403, 0x0124, "This request came from another site."};
inline constexpr ErrorKind no_such_route{"not_found", 404, 0x0112, "There is no such thing here."};
inline constexpr ErrorKind method_not_allowed{"method_not_allowed", 405, 0x0110, "This cannot be done here."};
inline constexpr ErrorKind request_timeout{"request_timeout", 408, 0x0110, "The request took too long to arrive."};
inline constexpr ErrorKind body_too_large{"body_too_large", 413, 0xA700, "This is larger than what is accepted here."};
inline constexpr ErrorKind target_too_long{"target_too_long", 414, 0xA700, "The address is too long."};
inline constexpr ErrorKind range_not_satisfiable{"range_not_satisfiable", 416, 0x0110,
                                                 "The part asked for does not exist."};
inline constexpr ErrorKind bad_expectation{"bad_expectation", 417, 0x0110, "This expectation cannot be met."};
inline constexpr ErrorKind unknown_host{"unknown_host", 421, 0x0110, "This server does not answer for that host."};
inline constexpr ErrorKind too_many_connections{"too_many_connections", 429, 0xA700,
                                                "Too many connections from your address."};
inline constexpr ErrorKind headers_too_large{"headers_too_large", 431, 0xA700,
                                             "The headers of the request are too large."};
inline constexpr ErrorKind method_not_known{"method_not_known", 501, 0x0110, "This method is not known here."};
inline constexpr ErrorKind server_busy{"server_busy", 503, 0xA700, "The server is busy. Try again in a moment."};
inline constexpr ErrorKind version_not_supported{"version_not_supported", 505, 0x0110,
                                                 "This version of HTTP is not spoken here."};

// Given by readers of bodies to their handlers.
inline constexpr ErrorKind body_aborted{"body_aborted", 400, 0xC000, "The upload was broken off."};
inline constexpr ErrorKind bad_multipart{"bad_multipart", 400, 0xC000,
                                         "The parts of the request could not be told apart."};
inline constexpr ErrorKind too_many_parts{"too_many_parts", 413, 0xA700, "The request has too many parts."};
inline constexpr ErrorKind unsupported_media_type{"unsupported_media_type", 415, 0x0110,
                                                  "This kind of content is not accepted here."};
inline constexpr ErrorKind not_acceptable{"not_acceptable", 406, 0x0110,
                                          "None of the kinds of content asked for can be given."};
inline constexpr ErrorKind bad_header{"bad_header", 500, 0x0110, "Something went wrong on the server."};
inline constexpr ErrorKind cannot_listen{"cannot_listen", 500, 0x0110, "The server could not be started."};

}  // namespace portico::http::errors
