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
inline constexpr std::uint16_t c_get_rq = 0x0010;
inline constexpr std::uint16_t c_find_rq = 0x0020;
inline constexpr std::uint16_t c_move_rq = 0x0021;
inline constexpr std::uint16_t c_echo_rq = 0x0030;
inline constexpr std::uint16_t n_event_report_rq = 0x0100;
inline constexpr std::uint16_t n_action_rq = 0x0130;
inline constexpr std::uint16_t c_cancel_rq = 0x0FFF;
inline constexpr std::uint16_t response_bit = 0x8000;
inline constexpr std::uint16_t no_data_set = 0x0101;

// PS3.7 Annex C.
inline constexpr std::uint16_t status_success = 0x0000;
inline constexpr std::uint16_t status_processing_failure = 0x0110;
inline constexpr std::uint16_t status_no_such_sop_instance = 0x0112;
inline constexpr std::uint16_t status_invalid_argument_value = 0x0115;
inline constexpr std::uint16_t status_class_instance_conflict = 0x0119;
inline constexpr std::uint16_t status_no_such_action = 0x0123;
inline constexpr std::uint16_t status_invalid_sop_instance = 0x0117;
inline constexpr std::uint16_t status_sop_class_not_supported = 0x0122;
inline constexpr std::uint16_t status_unrecognized_operation = 0x0211;
inline constexpr std::uint16_t status_mistyped_argument = 0x0212;
inline constexpr std::uint16_t status_out_of_resources = 0xA700;

// PS3.4 C.4: C-FIND, C-MOVE and C-GET.
inline constexpr std::uint16_t status_pending = 0xFF00;
inline constexpr std::uint16_t status_pending_with_unsupported_keys = 0xFF01;
inline constexpr std::uint16_t status_cancelled = 0xFE00;
inline constexpr std::uint16_t status_sub_operations_failed = 0xA702;
inline constexpr std::uint16_t status_some_sub_operations_failed = 0xB000;

struct CommandSet {
    std::uint16_t command_field = 0;
    std::uint16_t message_id = 0;  // of a response and of C-CANCEL: the request's
    std::uint16_t data_set_type = no_data_set;
    std::uint16_t status = status_success;  // responses only
    std::string affected_sop_class;         // or the requested one
    std::string affected_sop_instance;
    std::string move_destination;
    std::uint16_t action_type = 0;
    struct SubOperations {
        std::optional<std::uint16_t> remaining;
        std::uint16_t completed = 0, failed = 0, warning = 0;
    };
    SubOperations sub_operations = {};  // responses to C-MOVE and C-GET; what they leave out is 0

    bool is_response() const { return (command_field & response_bit) != 0; }
    bool has_data_set() const { return data_set_type != no_data_set; }
};

// Nothing when the bytes are not a command set: elements of other groups, lengths that do not fit, a command without
// Command Field or without Message ID (of responses and C-CANCEL: Message ID Being Responded To). Elements that we have
// no use for are passed over. No recursion, no allocation beyond the values.
std::optional<CommandSet> parse_command_set(std::span<const std::byte> bytes);

struct Response {
    std::uint16_t to_command = 0;  // the request's Command Field
    std::uint16_t to_message = 0;
    std::uint16_t status = status_success;
    std::string affected_sop_class;
    std::string affected_sop_instance;
    std::string error_comment;  // cut to 64 characters of ASCII
    bool has_data_set = false;
    using SubOperations = CommandSet::SubOperations;
    std::optional<SubOperations> sub_operations = {};
};

// With group length, ready to be sent.
std::vector<std::byte> encode(const Response& response);

// C-STORE-RQ (PS3.7 9.3.1.1). The originator is named within a C-MOVE.
struct StoreRequest {
    std::uint16_t message_id = 0;
    std::string sop_class, sop_instance;
    std::string originator_ae;
    std::uint16_t originator_message = 0;
};
std::vector<std::byte> encode(const StoreRequest& request);

// N-EVENT-REPORT-RQ with a data set (PS3.7 10.3.1.1).
struct EventReportRequest {
    std::uint16_t message_id = 0;
    std::string sop_class, sop_instance;
    std::uint16_t event_type = 0;
};
std::vector<std::byte> encode(const EventReportRequest& request);

// C-FIND-RQ, C-MOVE-RQ and C-GET-RQ (PS3.7 9.3.2 to 9.3.4), with an identifier.
struct QueryCommand {
    std::uint16_t command_field = 0;
    std::uint16_t message_id = 0;
    std::string sop_class;
    std::string move_destination = {};  // C-MOVE only
};
std::vector<std::byte> encode(const QueryCommand& request);

// C-CANCEL-RQ of the request with that id (PS3.7 9.3.2.3).
std::vector<std::byte> encode_cancel(std::uint16_t message_id);

// PS3.5 9.1: digits in groups with dots between, at most 64 characters.
bool is_uid(std::string_view text);

}  // namespace portico::dimse
