// An established association as a sequence of PDV fragments (PS3.8 9.3.5, Annex E): unwraps P-DATA-TF PDUs without ever
// holding one in memory, tells release and abort, and wraps what is sent. Owned by one association's thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>

#include "platform/dimse/object_source.h"
#include "platform/dimse/peer_socket.h"

namespace portico::dimse {

// A piece of a command or data set; valid until the next call.
struct Fragment {
    std::uint8_t context = 0;
    bool is_command = false;
    bool last = false;  // nothing of this command or data set follows
    std::span<const std::byte> data;
};

// How an association ends, seen from here.
enum class Ending {
    release_requested,  // answer with reply_release()
    aborted_by_peer,
    closed_by_peer,
    silent,     // longer than the idle timeout
    stopped,    // the listener stops
    violation,  // the peer does not keep to the protocol; abort_reason() says how
};

// PS3.8 Table 9-26, reasons of the service provider.
enum class AbortReason : std::uint8_t {
    not_specified = 0,
    unrecognized_pdu = 1,
    unexpected_pdu = 2,
    unexpected_parameter = 5,
    invalid_parameter_value = 6,
};

void write_abort(PeerSocket& socket, AbortReason reason);

class MessageStream {
public:
    // `own_max_pdu` is what we offered, `peer_max_pdu` what the peer takes (0: anything).
    MessageStream(PeerSocket& socket, std::uint32_t own_max_pdu, std::uint32_t peer_max_pdu)
        : socket_(socket), own_max_pdu_(own_max_pdu), peer_max_pdu_(peer_max_pdu) {}

    std::variant<Fragment, Ending> next(OnStop on_stop, PeerSocket::Deadline deadline = PeerSocket::Deadline::max());
    AbortReason abort_reason() const { return abort_reason_; }

    bool waiting() { return in_pdv_ || pdu_left_ > 0 || socket_.readable_now(); }  // next() would not wait long

    bool send_command(std::uint8_t context, std::span<const std::byte> command);
    bool send_data_set(std::uint8_t context, std::span<const std::byte> data_set);
    // Reads and sends piece by piece. After anything but sent the association is of no further use.
    enum class Sent { sent, connection_lost, source_failed };
    Sent send_data_set(std::uint8_t context, ObjectSource& source);
    // Asks for the release and waits for the answer.
    void release();
    void reply_release();
    void abort(AbortReason reason);  // by us as service provider

private:
    std::size_t most_in_a_piece() const;
    bool send_pieces(std::uint8_t context, std::span<const std::byte> bytes, std::byte kind);
    std::variant<std::monostate, Ending> next_pdu(OnStop on_stop, PeerSocket::Deadline deadline);
    std::variant<std::monostate, Ending> next_pdv(PeerSocket::Deadline deadline);
    Ending violation(AbortReason reason);

    PeerSocket& socket_;
    std::uint32_t own_max_pdu_;
    std::uint32_t peer_max_pdu_;
    AbortReason abort_reason_ = AbortReason::not_specified;

    std::uint32_t pdu_left_ = 0;  // bytes of the current P-DATA-TF that belong to no PDV yet seen
    bool in_pdv_ = false;
    std::uint32_t pdv_left_ = 0;  // bytes of the current PDV not yet handed out
    std::uint8_t context_ = 0;
    std::uint8_t control_ = 0;  // message control header (PS3.8 E.2): bit 0 command, bit 1 last
};

}  // namespace portico::dimse
