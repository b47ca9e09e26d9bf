#include "platform/dimse/message_stream.h"

#include <algorithm>
#include <array>
#include <vector>

namespace portico::dimse {

namespace {

constexpr std::size_t pdu_header_size = 6;
constexpr std::chrono::seconds longest_release{5};
constexpr std::size_t pdv_header_size = 6;  // length, presentation context, message control header

// PS3.8 Table 9-11 and following, PDU types.
constexpr std::byte p_data_tf{0x04};
constexpr std::byte a_release_rq{0x05};
constexpr std::byte a_release_rp{0x06};
constexpr std::byte a_abort{0x07};

std::uint32_t read_big_endian(std::span<const std::byte> bytes) {
    std::uint32_t value = 0;
    for (std::size_t n = 0; n < 4; ++n) value = value << 8U | std::to_integer<std::uint32_t>(bytes[n]);
    return value;
}

void add_big_endian(std::vector<std::byte>& out, std::size_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::byte>(value >> shift & 0xFFU));
}

Ending ending_of(Io io) {
    switch (io) {
        case Io::timed_out:
            return Ending::silent;
        case Io::stopped:
            return Ending::stopped;
        default:
            return Ending::closed_by_peer;
    }
}

}  // namespace

void write_abort(PeerSocket& socket, AbortReason reason) {
    constexpr std::byte service_provider{2};
    const std::array pdu{a_abort,      std::byte{0}, std::byte{0}, std::byte{0},     std::byte{0},
                         std::byte{4}, std::byte{0}, std::byte{0}, service_provider, static_cast<std::byte>(reason)};
    socket.write(pdu);
}

std::variant<Fragment, Ending> MessageStream::next(OnStop on_stop, PeerSocket::Deadline deadline) {
    if (!in_pdv_) {
        if (pdu_left_ == 0) {
            const auto pdu = next_pdu(on_stop, deadline);
            if (const auto* ending = std::get_if<Ending>(&pdu)) return *ending;
        }
        const auto pdv = next_pdv(deadline);
        if (const auto* ending = std::get_if<Ending>(&pdv)) return *ending;
    }
    if (pdv_left_ > 0) {
        if (Io io = socket_.ensure(1, OnStop::go_on, deadline); io != Io::ok) return ending_of(io);
    }
    const auto data = socket_.buffered().first(std::min<std::size_t>(socket_.buffered().size(), pdv_left_));
    socket_.consume(data.size());
    pdv_left_ -= static_cast<std::uint32_t>(data.size());
    in_pdv_ = pdv_left_ > 0;
    return Fragment{context_, (control_ & 1U) != 0, (control_ & 2U) != 0 && !in_pdv_, data};
}

std::variant<std::monostate, Ending> MessageStream::next_pdu(OnStop on_stop, PeerSocket::Deadline deadline) {
    if (Io io = socket_.ensure(pdu_header_size, on_stop, deadline); io != Io::ok) return ending_of(io);
    const auto type = socket_.buffered()[0];
    const auto length = read_big_endian(socket_.buffered().subspan(2));
    socket_.consume(pdu_header_size);
    if (type == a_release_rq) return Ending::release_requested;
    if (type == a_abort) return Ending::aborted_by_peer;
    if (type != p_data_tf) {
        const bool known = type >= std::byte{1} && type <= a_abort;
        return violation(known ? AbortReason::unexpected_pdu : AbortReason::unrecognized_pdu);
    }
    if (length < pdv_header_size || length > own_max_pdu_) return violation(AbortReason::invalid_parameter_value);
    pdu_left_ = length;
    return std::monostate{};
}

std::variant<std::monostate, Ending> MessageStream::next_pdv(PeerSocket::Deadline deadline) {
    if (pdu_left_ < pdv_header_size) return violation(AbortReason::invalid_parameter_value);
    if (Io io = socket_.ensure(pdv_header_size, OnStop::go_on, deadline); io != Io::ok) return ending_of(io);
    const auto header = socket_.buffered();
    const auto length = read_big_endian(header);  // counts context and control header too
    if (length < 2 || length > pdu_left_ - 4) return violation(AbortReason::invalid_parameter_value);
    context_ = std::to_integer<std::uint8_t>(header[4]);
    control_ = std::to_integer<std::uint8_t>(header[5]);
    socket_.consume(pdv_header_size);
    pdv_left_ = length - 2;
    pdu_left_ -= length + 4;
    in_pdv_ = true;
    return std::monostate{};
}

Ending MessageStream::violation(AbortReason reason) {
    abort_reason_ = reason;
    return Ending::violation;
}

// A peer that says it takes next to nothing gets small pieces all the same, and one without a limit no endless ones.
std::size_t MessageStream::most_in_a_piece() const {
    constexpr std::uint32_t smallest = 64, largest = 128 * 1024, customary = 16 * 1024;
    return std::clamp(peer_max_pdu_ == 0 ? customary : peer_max_pdu_, smallest, largest) - pdv_header_size;
}

namespace {

// Message control header (PS3.8 E.2).
constexpr std::byte command_kind{1}, data_kind{0}, last_piece{2};

std::vector<std::byte> pdu_header(std::uint8_t context, std::byte control, std::size_t size) {
    std::vector<std::byte> pdu{p_data_tf, std::byte{0}};
    add_big_endian(pdu, size + pdv_header_size);
    add_big_endian(pdu, size + 2);
    pdu.push_back(static_cast<std::byte>(context));
    pdu.push_back(control);
    return pdu;
}

}  // namespace

bool MessageStream::send_pieces(std::uint8_t context, std::span<const std::byte> bytes, std::byte kind) {
    do {
        const auto piece = bytes.first(std::min(bytes.size(), most_in_a_piece()));
        bytes = bytes.subspan(piece.size());
        auto pdu = pdu_header(context, bytes.empty() ? kind | last_piece : kind, piece.size());
        pdu.insert(pdu.end(), piece.begin(), piece.end());
        if (!socket_.write(pdu)) return false;
    } while (!bytes.empty());
    return true;
}

bool MessageStream::send_command(std::uint8_t context, std::span<const std::byte> command) {
    return send_pieces(context, command, command_kind);
}

bool MessageStream::send_data_set(std::uint8_t context, std::span<const std::byte> data_set) {
    return send_pieces(context, data_set, data_kind);
}

MessageStream::Sent MessageStream::send_data_set(std::uint8_t context, ObjectSource& source) {
    constexpr std::size_t header = pdu_header_size + pdv_header_size;
    auto left = source.size();
    std::vector<std::byte> pdu(header + most_in_a_piece());
    do {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, most_in_a_piece()));
        std::size_t filled = 0;
        while (filled < wanted) {
            const auto got = source.read(std::span(pdu).subspan(header + filled, wanted - filled));
            if (!got || *got == 0) return Sent::source_failed;
            filled += *got;
        }
        left -= filled;
        std::ranges::copy(pdu_header(context, left == 0 ? last_piece : data_kind, filled), pdu.begin());
        if (!socket_.write(std::span(pdu).first(header + filled))) return Sent::connection_lost;
    } while (left > 0);
    return Sent::sent;
}

void MessageStream::release() {
    std::array<std::byte, 10> pdu{a_release_rq};
    pdu[5] = std::byte{4};
    if (!socket_.write(pdu)) return;
    // What is still on its way is of no interest; anything but data ends it.
    const auto deadline = std::chrono::steady_clock::now() + longest_release;
    while (std::holds_alternative<Fragment>(next(OnStop::leave, deadline))) {
    }
}

void MessageStream::reply_release() {
    std::array<std::byte, 10> pdu{a_release_rp};
    pdu[5] = std::byte{4};
    socket_.write(pdu);
}

void MessageStream::abort(AbortReason reason) { write_abort(socket_, reason); }

}  // namespace portico::dimse
