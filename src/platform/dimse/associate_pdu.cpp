#include "platform/dimse/associate_pdu.h"

#include <algorithm>
#include <bitset>
#include <functional>
#include <string_view>

namespace portico::dimse {

namespace {

// Item types, PS3.8 9.3.2 and Annex D.
constexpr std::uint8_t application_context_item = 0x10;
constexpr std::uint8_t proposed_context_item = 0x20;
constexpr std::uint8_t answered_context_item = 0x21;
constexpr std::uint8_t abstract_syntax_item = 0x30;
constexpr std::uint8_t transfer_syntax_item = 0x40;
constexpr std::uint8_t user_information_item = 0x50;
constexpr std::uint8_t maximum_length_item = 0x51;
constexpr std::uint8_t implementation_class_item = 0x52;
constexpr std::uint8_t role_selection_item = 0x54;
constexpr std::uint8_t implementation_version_item = 0x55;

constexpr std::uint8_t associate_rq = 0x01;
constexpr std::uint8_t associate_ac = 0x02;
constexpr std::uint8_t associate_rj = 0x03;

using Bytes = std::span<const std::byte>;

std::uint32_t read_big_endian(Bytes bytes) {
    std::uint32_t value = 0;
    for (std::byte each : bytes) value = value << 8U | std::to_integer<std::uint32_t>(each);
    return value;
}

std::string_view text_of(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

// Some senders pad UIDs, which have no padding in PDUs.
std::string read_uid(Bytes value) {
    auto text = text_of(value);
    while (!text.empty() && (text.back() == '\0' || text.back() == ' ')) text.remove_suffix(1);
    return std::string(text);
}

std::string read_title(Bytes value) {
    auto text = text_of(value);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    std::string title(text);
    for (char& c : title)
        if (c < ' ' || c > '~') c = '?';
    return title;
}

// Calls `take` with type and value of each item; false when they do not fill `bytes` exactly or `take` says no.
bool for_each_item(Bytes bytes, const std::function<bool(std::uint8_t, Bytes)>& take) {
    while (!bytes.empty()) {
        if (bytes.size() < 4) return false;
        const auto length = read_big_endian(bytes.subspan(2, 2));
        if (length > bytes.size() - 4) return false;
        if (!take(std::to_integer<std::uint8_t>(bytes[0]), bytes.subspan(4, length))) return false;
        bytes = bytes.subspan(4 + length);
    }
    return true;
}

std::optional<ProposedContext> parse_context(Bytes value) {
    if (value.size() < 4) return std::nullopt;
    ProposedContext context;
    context.id = std::to_integer<std::uint8_t>(value[0]);
    const bool well_formed = for_each_item(value.subspan(4), [&](std::uint8_t type, Bytes item) {
        if (type == abstract_syntax_item) context.abstract_syntax = read_uid(item);
        if (type == transfer_syntax_item) context.transfer_syntaxes.push_back(read_uid(item));
        return true;
    });
    if (!well_formed || context.id % 2 == 0 || context.abstract_syntax.empty() || context.transfer_syntaxes.empty())
        return std::nullopt;
    return context;
}

// PS3.7 Table D.3-9.
std::optional<Roles> parse_roles(Bytes value) {
    if (value.size() < 4) return std::nullopt;
    const auto length = read_big_endian(value.first(2));
    if (length != value.size() - 4) return std::nullopt;
    return Roles{read_uid(value.subspan(2, length)), value[2 + length] == std::byte{1},
                 value[3 + length] == std::byte{1}};
}

std::optional<ContextAnswer> parse_context_answer(Bytes value) {
    if (value.size() < 4) return std::nullopt;
    ContextAnswer answer;
    answer.id = std::to_integer<std::uint8_t>(value[0]);
    answer.result = value[2] == std::byte{0} ? ContextResult::acceptance : ContextResult::abstract_syntax_not_supported;
    const bool well_formed = for_each_item(value.subspan(4), [&](std::uint8_t type, Bytes item) {
        if (type == transfer_syntax_item) answer.transfer_syntax = read_uid(item);
        return true;
    });
    if (!well_formed) return std::nullopt;
    return answer;
}

void add_big_endian(std::vector<std::byte>& out, std::size_t value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        out.push_back(static_cast<std::byte>(value >> shift & 0xFFU));
}

void add_item(std::vector<std::byte>& out, std::uint8_t type, Bytes value) {
    out.push_back(static_cast<std::byte>(type));
    out.push_back(std::byte{0});
    add_big_endian(out, value.size(), 2);
    out.insert(out.end(), value.begin(), value.end());
}

void add_item(std::vector<std::byte>& out, std::uint8_t type, std::string_view value) {
    add_item(out, type, std::as_bytes(std::span(value)));
}

void add_user_information(std::vector<std::byte>& body, std::uint32_t max_pdu, const std::string& class_uid,
                          const std::string& version, const std::vector<Roles>& roles) {
    std::vector<std::byte> user;
    std::vector<std::byte> length;
    add_big_endian(length, max_pdu, 4);
    add_item(user, maximum_length_item, length);
    add_item(user, implementation_class_item, class_uid);
    for (const auto& each : roles) {
        std::vector<std::byte> item;
        add_big_endian(item, each.sop_class.size(), 2);
        for (char c : each.sop_class) item.push_back(static_cast<std::byte>(c));
        item.push_back(each.user ? std::byte{1} : std::byte{0});
        item.push_back(each.provider ? std::byte{1} : std::byte{0});
        add_item(user, role_selection_item, item);
    }
    if (!version.empty()) add_item(user, implementation_version_item, version.substr(0, 16));
    add_item(body, user_information_item, user);
}

std::vector<std::byte> pdu(std::uint8_t type, const std::vector<std::byte>& body) {
    std::vector<std::byte> out{static_cast<std::byte>(type), std::byte{0}};
    add_big_endian(out, body.size(), 4);
    out.insert(out.end(), body.begin(), body.end());
    return out;
}

}  // namespace

std::optional<AssociateRequest> parse_associate_rq(Bytes body) {
    // Protocol version, two reserved bytes, titles, 32 reserved bytes.
    if (body.size() < 68) return std::nullopt;
    AssociateRequest request;
    request.protocol_version = static_cast<std::uint16_t>(read_big_endian(body.first(2)));
    std::ranges::copy(body.subspan(4, 64), request.header_fields.begin());
    request.called_ae = read_title(body.subspan(4, 16));
    request.calling_ae = read_title(body.subspan(20, 16));

    std::bitset<256> seen;
    const auto take_user_information = [&](std::uint8_t type, Bytes value) {
        if (type == role_selection_item) {
            auto roles = parse_roles(value);
            if (!roles || request.roles.size() >= most_roles) return false;
            request.roles.push_back(std::move(*roles));
            return true;
        }
        if (type != maximum_length_item) return true;
        if (value.size() != 4) return false;
        request.max_pdu = read_big_endian(value);
        return true;
    };
    const bool well_formed = for_each_item(body.subspan(68), [&](std::uint8_t type, Bytes value) {
        if (type == application_context_item) request.application_context = read_uid(value);
        if (type == user_information_item) return for_each_item(value, take_user_information);
        if (type != proposed_context_item) return true;
        auto context = parse_context(value);
        if (!context || seen[context->id]) return false;
        seen.set(context->id);
        request.contexts.push_back(std::move(*context));
        return true;
    });
    if (!well_formed || request.contexts.empty()) return std::nullopt;
    return request;
}

std::vector<std::byte> encode_associate_ac(const AssociateRequest& request, const AssociateAnswer& answer) {
    std::vector<std::byte> body;
    add_big_endian(body, 1, 2);
    add_big_endian(body, 0, 2);
    body.insert(body.end(), request.header_fields.begin(), request.header_fields.end());
    add_item(body, application_context_item, request.application_context);
    for (const auto& context : answer.contexts) {
        std::vector<std::byte> item{static_cast<std::byte>(context.id), std::byte{0},
                                    static_cast<std::byte>(context.result), std::byte{0}};
        add_item(item, transfer_syntax_item, context.transfer_syntax);
        add_item(body, answered_context_item, item);
    }
    add_user_information(body, answer.max_pdu, answer.implementation_class_uid, answer.implementation_version,
                         answer.roles);
    return pdu(associate_ac, body);
}

std::optional<AssociateAnswer> parse_associate_ac(Bytes body) {
    if (body.size() < 68) return std::nullopt;
    AssociateAnswer answer;
    std::bitset<256> seen;
    const auto take_user_information = [&](std::uint8_t type, Bytes value) {
        if (type == maximum_length_item && value.size() == 4) answer.max_pdu = read_big_endian(value);
        if (type != role_selection_item) return type != maximum_length_item || value.size() == 4;
        auto roles = parse_roles(value);
        if (!roles || answer.roles.size() >= most_roles) return false;
        answer.roles.push_back(std::move(*roles));
        return true;
    };
    const bool well_formed = for_each_item(body.subspan(68), [&](std::uint8_t type, Bytes value) {
        if (type == user_information_item) return for_each_item(value, take_user_information);
        if (type != answered_context_item) return true;
        auto context = parse_context_answer(value);
        if (!context || seen[context->id]) return false;
        seen.set(context->id);
        answer.contexts.push_back(std::move(*context));
        return true;
    });
    if (!well_formed) return std::nullopt;
    return answer;
}

std::vector<std::byte> encode_associate_rq(const AssociateRequest& request) {
    std::vector<std::byte> body;
    add_big_endian(body, 1, 2);
    add_big_endian(body, 0, 2);
    for (auto title : {request.called_ae, request.calling_ae}) {
        title.resize(16, ' ');
        for (char c : title) body.push_back(static_cast<std::byte>(c));
    }
    body.resize(body.size() + 32);
    add_item(body, application_context_item, request.application_context);
    for (const auto& context : request.contexts) {
        std::vector<std::byte> item{static_cast<std::byte>(context.id), std::byte{0}, std::byte{0}, std::byte{0}};
        add_item(item, abstract_syntax_item, context.abstract_syntax);
        for (const auto& syntax : context.transfer_syntaxes) add_item(item, transfer_syntax_item, syntax);
        add_item(body, proposed_context_item, item);
    }
    add_user_information(body, request.max_pdu, request.implementation_class_uid, request.implementation_version,
                         request.roles);
    return pdu(associate_rq, body);
}

std::vector<std::byte> encode_associate_rj(std::uint8_t result, std::uint8_t source, std::uint8_t reason) {
    return pdu(associate_rj, {std::byte{0}, static_cast<std::byte>(result), static_cast<std::byte>(source),
                              static_cast<std::byte>(reason)});
}

}  // namespace portico::dimse
