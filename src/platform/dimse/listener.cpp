#include "platform/dimse/listener.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "platform/dimse/negotiation.h"
#include "platform/dimse/session.h"
#include "platform/dimse/tls.h"

namespace portico::dimse {

namespace {

constexpr ErrorKind cannot_listen{"cannot_listen", 500, 0x0110, "The DIMSE listener could not be started."};

// Connections beyond the associations, so that one too many can still be told why it is rejected. When they are all
// taken, the one that has negotiated longest makes room: a crowd that says nothing does not keep others out.
constexpr int connections_in_negotiation = 16;
constexpr int connections_being_cut = 64;  // and that many more may be on their way out

tl::unexpected<Error> listen_error(const std::string& what) {
    return fail(cannot_listen, what + ": " + std::generic_category().message(errno));
}

struct Address {
    sockaddr_storage storage{};
    socklen_t length = 0;
};

std::optional<Address> parse_address(const std::string& text, std::uint16_t port) {
    Address address;
    auto& four = reinterpret_cast<sockaddr_in&>(address.storage);
    auto& six = reinterpret_cast<sockaddr_in6&>(address.storage);
    if (::inet_pton(AF_INET, text.c_str(), &four.sin_addr) == 1) {
        four.sin_family = AF_INET;
        four.sin_port = htons(port);
        address.length = sizeof(sockaddr_in);
    } else if (::inet_pton(AF_INET6, text.c_str(), &six.sin6_addr) == 1) {
        six.sin6_family = AF_INET6;
        six.sin6_port = htons(port);
        address.length = sizeof(sockaddr_in6);
    } else {
        return std::nullopt;
    }
    return address;
}

}  // namespace

class Listener::Impl {
public:
    Impl(ListenerOptions options, AssociationPolicy& policy, const Services& services,
         std::function<void(const ListenerEvent&)> on_event)
        : options_(std::move(options)), policy_(policy), services_(services), on_event_(std::move(on_event)) {}
    ~Impl() {
        stop(std::chrono::milliseconds(0));
        for (int fd : {listen_fd_, stop_fd_})
            if (fd >= 0) ::close(fd);
    }

    Result<void> start();
    std::uint16_t port() const { return port_; }
    int associations() const { return associations_; }
    void stop(std::chrono::milliseconds drain);

private:
    struct Connection {
        Connection(int fd, int stop_fd, std::chrono::milliseconds idle) : socket(std::in_place, fd, stop_fd, idle) {}
        bool finished() const { return !socket; }
        std::optional<PeerSocket> socket;  // emptied by the connection's thread at its end; that under mutex_
        std::atomic<bool> associated{false};
        bool cut = false;  // guarded by mutex_
        std::thread thread;
    };

    void accept_loop();
    void take(int fd);
    void serve(Connection& connection);
    void serve_association(Connection& connection);
    bool make_room();  // with mutex_ held; false when there is none
    AssociationDecision admit(const AssociationRequest& request, bool& counted);
    bool still_admitted(const std::any& context);
    void join_finished();  // with mutex_ held

    ListenerOptions options_;
    AssociationPolicy& policy_;
    Services services_;
    std::function<void(const ListenerEvent&)> on_event_;
    int listen_fd_ = -1;
    int stop_fd_ = -1;  // readable from the moment that stop() was called
    std::uint16_t port_ = 0;
    std::thread acceptor_;
    std::atomic<int> associations_{0};
    std::mutex mutex_;
    std::condition_variable ended_;
    std::list<Connection> connections_;  // guarded by mutex_; entries stay in place
};

Result<void> Listener::Impl::start() {
    auto address = parse_address(options_.address, options_.port);
    if (!address) return fail(cannot_listen, "not a numeric address: " + options_.address);
    stop_fd_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    listen_fd_ = ::socket(address->storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (stop_fd_ < 0 || listen_fd_ < 0) return listen_error("socket");
    const int on = 1;
    ::setsockopt(listen_fd_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(listen_fd_, reinterpret_cast<sockaddr*>(&address->storage), address->length) != 0)
        return listen_error(fmt::format("bind to {} port {}", options_.address, options_.port));
    if (::listen(listen_fd_, SOMAXCONN) != 0) return listen_error("listen");
    if (::getsockname(listen_fd_, reinterpret_cast<sockaddr*>(&address->storage), &address->length) != 0)
        return listen_error("getsockname");
    // The port stands at the same place in both kinds of address.
    port_ = ntohs(reinterpret_cast<sockaddr_in&>(address->storage).sin_port);
    acceptor_ = std::thread([this] { accept_loop(); });
    return {};
}

void Listener::Impl::accept_loop() {
    std::array<pollfd, 2> events{{{listen_fd_, POLLIN, 0}, {stop_fd_, POLLIN, 0}}};
    for (;;) {
        if (::poll(events.data(), events.size(), -1) < 0 && errno != EINTR) return;
        if (events[1].revents != 0) return;
        const int fd = ::accept4(listen_fd_, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd >= 0) {
            take(fd);
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
            // The connection keeps waiting; give those that run a moment to end instead of spinning.
            ::poll(&events[1], 1, 100);
        }
    }
}

void Listener::Impl::take(int fd) {
    std::lock_guard lock(mutex_);
    join_finished();
    if (!make_room()) {
        ::close(fd);
        return;
    }
    try {
        connections_.emplace_back(fd, stop_fd_, options_.idle_timeout);
    } catch (const std::bad_alloc&) {
        ::close(fd);
        return;
    }
    auto& connection = connections_.back();
    try {
        connection.thread = std::thread([this, &connection] { serve(connection); });
    } catch (const std::system_error&) {
        connections_.pop_back();
    }
}

bool Listener::Impl::make_room() {
    const auto regular = static_cast<std::size_t>(options_.max_associations + connections_in_negotiation);
    if (connections_.size() < regular) return true;
    if (connections_.size() >= regular + connections_being_cut) return false;
    const auto oldest = std::ranges::find_if(
        connections_, [](const Connection& each) { return each.socket && !each.associated && !each.cut; });
    if (oldest == connections_.end()) return false;
    oldest->cut = true;
    oldest->socket->cut();
    return true;
}

void Listener::Impl::serve(Connection& connection) {
    try {
        serve_association(connection);
    } catch (const std::exception& exception) {
        if (on_event_)
            on_event_({ListenerEvent::Kind::failed, {{}, {}, connection.socket->peer_address(), {}}, exception.what()});
    }
    connection.associated = false;
    connection.socket->linger();
    std::lock_guard lock(mutex_);
    connection.socket.reset();
    ended_.notify_all();
}

void Listener::Impl::serve_association(Connection& connection) {
    auto& socket = *connection.socket;
    bool counted = false;
    const std::shared_ptr<void> uncount(nullptr, [&](void*) {
        if (counted) --associations_;
    });
    if (options_.tls) {
        const auto deadline = std::chrono::steady_clock::now() + options_.negotiation_timeout;
        if (const auto secured = options_.tls->accept(socket, deadline); !secured) {
            if (on_event_)
                on_event_(
                    {ListenerEvent::Kind::aborted, {{}, {}, socket.peer_address(), {}}, secured.error().detail()});
            return;
        }
    }
    auto association = negotiate(socket, options_, offered_by(services_),
                                 [&](const AssociationRequest& request) { return admit(request, counted); });
    if (association) {
        connection.associated = true;
        socket.watch([this, context = association->context] { return still_admitted(context); });
        Session(socket, std::move(*association), options_, services_, on_event_).run();
    } else if (on_event_) {
        auto& failure = association.error();
        on_event_({failure.rejected ? ListenerEvent::Kind::rejected : ListenerEvent::Kind::aborted, failure.peer,
                   failure.detail});
    }
}

AssociationDecision Listener::Impl::admit(const AssociationRequest& request, bool& counted) {
    auto decision = policy_.admit(request);
    if (std::holds_alternative<Rejection>(decision)) return decision;
    if (++associations_ > options_.max_associations) {
        --associations_;
        return Rejection::local_limit_exceeded;
    }
    counted = true;
    return decision;
}

bool Listener::Impl::still_admitted(const std::any& context) {
    try {
        return policy_.still_admitted(context);
    } catch (const std::exception&) {
        return false;
    }
}

void Listener::Impl::join_finished() {
    for (auto at = connections_.begin(); at != connections_.end();) {
        if (!at->finished()) {
            ++at;
            continue;
        }
        at->thread.join();  // it was done with mutex_ before we got it: nothing to wait for
        at = connections_.erase(at);
    }
}

void Listener::Impl::stop(std::chrono::milliseconds drain) {
    if (!acceptor_.joinable()) return;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto told = ::write(stop_fd_, &one, sizeof one);
    acceptor_.join();
    ::close(listen_fd_);
    listen_fd_ = -1;
    std::unique_lock lock(mutex_);
    const auto all_ended = [&] {
        return std::ranges::all_of(connections_, [](const Connection& each) { return each.finished(); });
    };
    if (!ended_.wait_for(lock, drain, all_ended)) {
        for (auto& connection : connections_)
            if (connection.socket) connection.socket->cut();
        ended_.wait(lock, all_ended);
    }
    join_finished();
}

Listener::Listener(ListenerOptions options, AssociationPolicy& policy, const Services& services,
                   std::function<void(const ListenerEvent&)> on_event)
    : impl_(std::make_unique<Impl>(std::move(options), policy, services, std::move(on_event))) {}
Listener::~Listener() = default;
Result<void> Listener::start() { return impl_->start(); }
std::uint16_t Listener::port() const { return impl_->port(); }
int Listener::associations() const { return impl_->associations(); }
void Listener::stop(std::chrono::milliseconds drain) { impl_->stop(drain); }

}  // namespace portico::dimse
