#include "platform/dimse/command_set.h"

namespace portico::dimse {

namespace {

constexpr std::uint16_t data_set_present = 0x0001;

std::uint16_t read16(std::span<const std::byte> bytes) {
    return static_cast<std::uint16_t>(std::to_integer<unsigned>(bytes[0]) | std::to_integer<unsigned>(bytes[1]) << 8U);
}

std::uint32_t read32(std::span<const std::byte> bytes) {
    return read16(bytes) | static_cast<std::uint32_t>(read16(bytes.subspan(2))) << 16U;
}

// UIDs are padded with one NUL; some senders pad with spaces.
std::string read_uid(std::span<const std::byte> value) {
    std::string text(reinterpret_cast<const char*>(value.data()), value.size());
    while (!text.empty() && (text.back() == '\0' || text.back() == ' ')) text.pop_back();
    return text;
}

std::string read_title(std::span<const std::byte> value) {
    auto text = read_uid(value);
    text.erase(0, text.find_first_not_of(' '));
    return text;
}

void add16(std::vector<std::byte>& out, std::uint16_t value) {
    out.push_back(static_cast<std::byte>(value & 0xFFU));
    out.push_back(static_cast<std::byte>(value >> 8U));
}

void add32(std::vector<std::byte>& out, std::uint32_t value) {
    add16(out, static_cast<std::uint16_t>(value & 0xFFFFU));
    add16(out, static_cast<std::uint16_t>(value >> 16U));
}

void add_header(std::vector<std::byte>& out, std::uint16_t element, std::size_t length) {
    add16(out, 0x0000);
    add16(out, element);
    add32(out, static_cast<std::uint32_t>(length));
}

void add_us(std::vector<std::byte>& out, std::uint16_t element, std::uint16_t value) {
    add_header(out, element, 2);
    add16(out, value);
}

void add_text(std::vector<std::byte>& out, std::uint16_t element, std::string text, char padding) {
    if (text.size() % 2 != 0) text.push_back(padding);
    add_header(out, element, text.size());
    for (char c : text) out.push_back(static_cast<std::byte>(c));
}

// LO without a character set: the default repertoire only, and no backslash.
std::string comment_text(std::string text) {
    for (char& c : text)
        if (c < ' ' || c > '~' || c == '\\') c = '?';
    if (text.size() > 64) text.resize(64);
    return text;
}

std::vector<std::byte> with_group_length(const std::vector<std::byte>& elements) {
    std::vector<std::byte> out;
    out.reserve(elements.size() + 12);
    add_header(out, 0x0000, 4);
    add32(out, static_cast<std::uint32_t>(elements.size()));
    out.insert(out.end(), elements.begin(), elements.end());
    return out;
}

// PS3.7 9.3.3.2: Number of Remaining, Completed, Failed and Warning Sub-operations.
void take_count(CommandSet::SubOperations& counts, std::uint16_t element, std::uint16_t value) {
    if (element == 0x1020) counts.remaining = value;
    if (element == 0x1021) counts.completed = value;
    if (element == 0x1022) counts.failed = value;
    if (element == 0x1023) counts.warning = value;
}

}  // namespace

std::optional<CommandSet> parse_command_set(std::span<const std::byte> bytes) {
    CommandSet command;
    bool has_field = false;
    std::optional<std::uint16_t> message_id, responded_to;
    while (!bytes.empty()) {
        if (bytes.size() < 8 || read16(bytes) != 0x0000) return std::nullopt;
        const auto element = read16(bytes.subspan(2));
        const auto length = read32(bytes.subspan(4));
        bytes = bytes.subspan(8);
        if (length > bytes.size()) return std::nullopt;
        const auto value = bytes.first(length);
        bytes = bytes.subspan(length);
        const bool is_number = element == 0x0100 || element == 0x0110 || element == 0x0120 || element == 0x0800 ||
                               element == 0x0900 || element == 0x1008;
        if (is_number && length != 2) return std::nullopt;
        switch (element) {
            case 0x0002:
            case 0x0003:
                command.affected_sop_class = read_uid(value);
                break;
            case 0x0100:
                command.command_field = read16(value);
                has_field = true;
                break;
            case 0x0110:
                message_id = read16(value);
                break;
            case 0x0120:
                responded_to = read16(value);
                break;
            case 0x0600:
                command.move_destination = read_title(value);
                break;
            case 0x0800:
                command.data_set_type = read16(value);
                break;
            case 0x0900:
                command.status = read16(value);
                break;
            case 0x1000:
            case 0x1001:
                command.affected_sop_instance = read_uid(value);
                break;
            case 0x1008:
                command.action_type = read16(value);
                break;
            default:
                if (length == 2) take_count(command.sub_operations, element, read16(value));
                break;
        }
    }
    if (!has_field) return std::nullopt;
    const auto& id = command.is_response() || command.command_field == c_cancel_rq ? responded_to : message_id;
    if (!id && command.command_field != c_cancel_rq) return std::nullopt;
    command.message_id = id.value_or(0);
    return command;
}

std::vector<std::byte> encode(const Response& response) {
    std::vector<std::byte> elements;
    if (!response.affected_sop_class.empty()) add_text(elements, 0x0002, response.affected_sop_class, '\0');
    add_us(elements, 0x0100, static_cast<std::uint16_t>(response.to_command | response_bit));
    add_us(elements, 0x0120, response.to_message);
    add_us(elements, 0x0800, response.has_data_set ? data_set_present : no_data_set);
    add_us(elements, 0x0900, response.status);
    if (!response.error_comment.empty()) add_text(elements, 0x0902, comment_text(response.error_comment), ' ');
    if (!response.affected_sop_instance.empty()) add_text(elements, 0x1000, response.affected_sop_instance, '\0');
    if (const auto& counts = response.sub_operations) {
        if (counts->remaining) add_us(elements, 0x1020, *counts->remaining);
        add_us(elements, 0x1021, counts->completed);
        add_us(elements, 0x1022, counts->failed);
        add_us(elements, 0x1023, counts->warning);
    }
    return with_group_length(elements);
}

std::vector<std::byte> encode(const StoreRequest& request) {
    std::vector<std::byte> elements;
    add_text(elements, 0x0002, request.sop_class, '\0');
    add_us(elements, 0x0100, c_store_rq);
    add_us(elements, 0x0110, request.message_id);
    add_us(elements, 0x0700, 0);  // medium priority
    add_us(elements, 0x0800, data_set_present);
    add_text(elements, 0x1000, request.sop_instance, '\0');
    if (!request.originator_ae.empty()) {
        add_text(elements, 0x1030, request.originator_ae, ' ');
        add_us(elements, 0x1031, request.originator_message);
    }
    return with_group_length(elements);
}

std::vector<std::byte> encode(const EventReportRequest& request) {
    std::vector<std::byte> elements;
    add_text(elements, 0x0002, request.sop_class, '\0');
    add_us(elements, 0x0100, n_event_report_rq);
    add_us(elements, 0x0110, request.message_id);
    add_us(elements, 0x0800, data_set_present);
    add_text(elements, 0x1000, request.sop_instance, '\0');
    add_us(elements, 0x1002, request.event_type);
    return with_group_length(elements);
}

std::vector<std::byte> encode(const QueryCommand& request) {
    std::vector<std::byte> elements;
    add_text(elements, 0x0002, request.sop_class, '\0');
    add_us(elements, 0x0100, request.command_field);
    add_us(elements, 0x0110, request.message_id);
    if (!request.move_destination.empty()) add_text(elements, 0x0600, request.move_destination, ' ');
    add_us(elements, 0x0700, 0);  // medium priority
    add_us(elements, 0x0800, data_set_present);
    return with_group_length(elements);
}

std::vector<std::byte> encode_cancel(std::uint16_t message_id) {
    std::vector<std::byte> elements;
    add_us(elements, 0x0100, c_cancel_rq);
    add_us(elements, 0x0120, message_id);
    add_us(elements, 0x0800, no_data_set);
    return with_group_length(elements);
}

bool is_uid(std::string_view text) {
    if (text.empty() || text.size() > 64 || text.front() == '.' || text.back() == '.') return false;
    char before = '.';
    for (char c : text) {
        if ((c < '0' || c > '9') && (c != '.' || before == '.')) return false;
        before = c;
    }
    return true;
}

}  // namespace portico::dimse
