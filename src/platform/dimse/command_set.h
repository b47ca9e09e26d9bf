// DIMSE command sets (PS3.7 6.3, Annex E): group 0000 in implicit VR little endian, as they stand in command PDVs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace portico::dimse {

// PS3.7 Table E.1-1, Command Field.
inline constexpr std::uint16_t c_store_rq = 0x0001;
inline constexpr std::uint16_t c_echo_rq = 0x0030;
inline constexpr std::uint16_t c_cancel_rq = 0x0FFF;
inline constexpr std::uint16_t response_bit = 0x8000;
inline constexpr std::uint16_t no_data_set = 0x0101;

// PS3.7 Annex C.
inline constexpr std::uint16_t status_success = 0x0000;
inline constexpr std::uint16_t status_processing_failure = 0x0110;
inline constexpr std::uint16_t status_no_such_sop_instance = 0x0112;
inline constexpr std::uint16_t status_invalid_sop_instance = 0x0117;
inline constexpr std::uint16_t status_sop_class_not_supported = 0x0122;
inline constexpr std::uint16_t status_unrecognized_operation = 0x0211;
inline constexpr std::uint16_t status_mistyped_argument = 0x0212;
inline constexpr std::uint16_t status_out_of_resources = 0xA700;

struct CommandSet {
    std::uint16_t command_field = 0;
    std::uint16_t message_id = 0;
    std::uint16_t data_set_type = no_data_set;
    std::string affected_sop_class;
    std::string affected_sop_instance;

    bool has_data_set() const { return data_set_type != no_data_set; }
};

// Nothing when the bytes are not a command set: elements of other groups, lengths that do not fit, a command without
// Command Field or (but for C-CANCEL) Message ID. Elements that we have no use for are passed over. No recursion, no
// allocation beyond the values.
std::optional<CommandSet> parse_command_set(std::span<const std::byte> bytes);

struct Response {
    std::uint16_t to_command = 0;  // the request's Command Field
    std::uint16_t to_message = 0;
    std::uint16_t status = status_success;
    std::string affected_sop_class;
    std::string affected_sop_instance;
    std::string error_comment;  // cut to 64 characters of ASCII
};

// With group length, ready to be sent.
std::vector<std::byte> encode(const Response& response);

// PS3.5 9.1: digits in groups with dots between, at most 64 characters.
bool is_uid(std::string_view text);

}  // namespace portico::dimse
