#include "platform/http/server.h"

#include <signal.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <stdexcept>

#include "platform/http/detail/connection.h"
#include "platform/http/errors.h"

namespace portico::http {

using namespace detail;

namespace {

// sendfile(2) to a client that has left raises SIGPIPE in the calling thread and has no flag against it. Blocked here,
// it stays pending and the call fails with EPIPE; the rest of the process keeps its own habits.
void block_broken_pipe_signal() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

class Server::Impl {
public:
    Impl(ServerOptions options, const Router& router)
        : shared_(std::move(options), router),
          loops_(loops_for(shared_.options)),
          acceptor_(asio::make_strand(loops_.front()->context)),
          retry_(acceptor_.get_executor()) {}

    Result<void> start();
    void stop(Milliseconds drain);
    std::uint16_t port() const { return port_; }
    std::size_t connection_count() const {
        const std::lock_guard lock(mutex_);
        return connections_.size();
    }

private:
    // One thread and the connections that are its own: whoever shared them would wake the others at every event.
    struct Loop {
        asio::io_context context{1};
        asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
        std::thread thread;
    };
    static std::vector<std::unique_ptr<Loop>> loops_for(const ServerOptions& options);

    void load_tls();
    void listen();
    void run(Loop& loop);
    Awaitable<void> accept();
    void admit(Tcp::socket socket);
    void ended(const Connection* connection, const std::string& peer);

    ServerShared shared_;
    std::vector<std::unique_ptr<Loop>> loops_;
    std::size_t next_loop_ = 0;
    Tcp::acceptor acceptor_;
    asio::steady_timer retry_;
    std::uint16_t port_ = 0;
    bool started_ = false;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::map<const Connection*, std::weak_ptr<Connection>> connections_;
    std::unordered_map<std::string, std::size_t> by_address_;
};

void Server::Impl::load_tls() {
    const auto& files = shared_.options.tls;
    if (!files) return;
    auto& context = shared_.tls.emplace(asio::ssl::context::tls_server);
    context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_compression);
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    context.use_certificate_chain_file(files->certificate_chain);
    context.use_private_key_file(files->private_key, asio::ssl::context::pem);
}

void Server::Impl::listen() {
    const Tcp::endpoint endpoint(asio::ip::make_address(shared_.options.address), shared_.options.port);
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(asio::socket_base::reuse_address(true));
    if (endpoint.address().is_v6()) acceptor_.set_option(asio::ip::v6_only(false));
    acceptor_.bind(endpoint);
    acceptor_.listen(asio::socket_base::max_listen_connections);
    port_ = acceptor_.local_endpoint().port();
}

Result<void> Server::Impl::start() {
    try {
        load_tls();
        listen();
    } catch (const std::exception& exception) {
        return fail(errors::cannot_listen, exception.what());
    }
    started_ = true;
    asio::co_spawn(acceptor_.get_executor(), accept(), asio::detached);
    for (const auto& loop : loops_) loop->thread = std::thread([this, &loop = *loop] { run(loop); });
    return {};
}

std::vector<std::unique_ptr<Server::Impl::Loop>> Server::Impl::loops_for(const ServerOptions& options) {
    const auto cores = std::clamp(std::thread::hardware_concurrency(), 2U, 8U);
    std::vector<std::unique_ptr<Loop>> loops(options.io_threads ? options.io_threads : cores);
    for (auto& loop : loops) loop = std::make_unique<Loop>();
    return loops;
}

void Server::Impl::run(Loop& loop) {
    block_broken_pipe_signal();
    while (true) {
        try {
            loop.context.run();
            return;
        } catch (const std::exception& exception) {
            shared_.report(exception.what(), {});
        }
    }
}

Awaitable<void> Server::Impl::accept() {
    while (!shared_.draining) {
        auto& loop = *loops_[next_loop_++ % loops_.size()];
        auto [error, socket] = co_await acceptor_.async_accept(asio::make_strand(loop.context), no_throw);
        if (shared_.draining) break;
        if (!error) {
            admit(std::move(socket));
            continue;
        }
        // Most likely out of descriptors: others must end first.
        shared_.report("accept: " + error.message(), {});
        retry_.expires_after(Milliseconds(100));
        co_await retry_.async_wait(no_throw);
    }
}

void Server::Impl::admit(Tcp::socket socket) {
    ErrorCode error;
    const auto endpoint = socket.remote_endpoint(error);
    if (error) return;
    const auto peer = normalise_address(endpoint.address().to_string()).value_or(endpoint.address().to_string());
    const auto& limits = shared_.options.limits;
    const auto strand = socket.get_executor();
    auto connection = std::make_shared<Connection>(shared_, std::move(socket), peer);
    bool refused = false;
    {
        const std::lock_guard lock(mutex_);
        if (connections_.size() >= limits.connections) return;
        connections_.emplace(connection.get(), connection);
        refused = ++by_address_[peer] > limits.connections_per_address && !shared_.proxies.contains(peer);
    }
    asio::co_spawn(
        strand, [connection, refused] { return refused ? connection->refuse() : connection->run(); },
        [this, connection, peer](const std::exception_ptr& failure) {
            if (failure) {
                try {
                    std::rethrow_exception(failure);
                } catch (const std::exception& exception) {
                    shared_.report(exception.what(), {});
                }
                connection->abort();
            }
            ended(connection.get(), peer);
        });
}

void Server::Impl::ended(const Connection* connection, const std::string& peer) {
    const std::lock_guard lock(mutex_);
    connections_.erase(connection);
    if (const auto found = by_address_.find(peer); found != by_address_.end() && --found->second == 0)
        by_address_.erase(found);
    changed_.notify_all();
}

void Server::Impl::stop(Milliseconds drain) {
    if (!std::exchange(started_, false)) return;
    shared_.draining = true;
    asio::post(acceptor_.get_executor(), [this] {
        ErrorCode ignored;
        acceptor_.close(ignored);
        retry_.cancel();
    });
    const auto all = [this] {
        std::vector<std::shared_ptr<Connection>> open;
        const std::lock_guard lock(mutex_);
        for (const auto& [key, weak] : connections_) {
            if (auto connection = weak.lock()) open.push_back(std::move(connection));
        }
        return open;
    };
    for (const auto& connection : all()) connection->drain();
    const auto none_left = [this] { return connections_.empty(); };
    {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, drain, none_left);
    }
    for (const auto& connection : all()) connection->abort();
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, none_left);  // handlers that still run end first
    }
    for (const auto& loop : loops_) loop->work.reset();
    for (const auto& loop : loops_) loop->thread.join();
    shared_.workers.stop();
    shared_.uploads.stop();
}

Server::Server(ServerOptions options, const Router& router)
    : impl_(std::make_unique<Impl>(std::move(options), router)) {}
Server::~Server() { impl_->stop(Milliseconds(0)); }
Result<void> Server::start() { return impl_->start(); }
std::uint16_t Server::port() const { return impl_->port(); }
void Server::stop(Milliseconds drain) { impl_->stop(drain); }
std::size_t Server::connection_count() const { return impl_->connection_count(); }

}  // namespace portico::http
