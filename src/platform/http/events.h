// Server-sent events (HTML standard, 9.2): the way by which a browser hears what happened elsewhere (GEN-9).
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace portico::http {

namespace detail {
class EventQueue;
class EventHubState;
}  // namespace detail

// The receiving end of one subscription, handed to the server as a response body. A value: copies mean the same stream.
// Ends when its topic is closed, when the client leaves, or when it lags too far behind.
class EventStream {
public:
    // The texts that wait to be sent, in wire form, and whether more can come. For the server (and for tests).
    struct Pending {
        std::string text;
        bool open = true;
    };
    Pending take();
    // Called, from any thread, when `take` has something new. Replaces the one before; empty to stop.
    void on_ready(std::function<void()> ready);
    // The client left.
    void close();

private:
    friend class EventHub;
    explicit EventStream(std::shared_ptr<detail::EventQueue> queue) : queue_(std::move(queue)) {}
    std::shared_ptr<detail::EventQueue> queue_;
};

// Carries events from those who publish to the streams that listen to a topic. Thread-safe; never blocks a publisher:
// a stream whose queue is full is closed (the browser connects again and reloads).
class EventHub {
public:
    explicit EventHub(std::size_t queue_limit = 256);
    EventHub(const EventHub&) = delete;
    EventHub& operator=(const EventHub&) = delete;
    ~EventHub();  // closes all streams

    // A topic is any text: "session:<id>", "tenant:<id>". Who may listen to it has been decided by the caller.
    EventStream subscribe(std::vector<std::string> topics);
    // `name` has no line breaks; `data` is usually one line of JSON, line breaks are kept as the format wants.
    void publish(std::string_view topic, std::string_view name, std::string_view data);
    // Ends every stream that listens to the topic, at once (a session that ends: GEN-5). What was published before is
    // not sent any more.
    void close_topic(std::string_view topic);

    std::size_t stream_count() const;

private:
    std::shared_ptr<detail::EventHubState> state_;
    std::size_t queue_limit_;
};

}  // namespace portico::http
