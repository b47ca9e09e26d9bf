#include "platform/http/events.h"

#include <deque>
#include <stdexcept>

namespace portico::http {

namespace detail {

class EventHubState {
public:
    void add(const std::vector<std::string>& topics, const std::shared_ptr<EventQueue>& queue) {
        const std::lock_guard lock(mutex_);
        for (const auto& topic : topics) topics_[topic].push_back(queue);
    }
    // Takes out what has ended, of these topics.
    void forget(const std::vector<std::string>& topics, const EventQueue* queue);
    std::vector<std::shared_ptr<EventQueue>> listeners(const std::string& topic);
    std::vector<std::shared_ptr<EventQueue>> everyone();

    std::atomic<std::size_t> streams{0};

private:
    std::mutex mutex_;
    std::unordered_map<std::string, std::vector<std::weak_ptr<EventQueue>>> topics_;
};

// The queue between a hub and one stream. Lock order: hub before queue; the ready function is called without locks.
class EventQueue {
public:
    EventQueue(std::weak_ptr<EventHubState> hub, std::vector<std::string> topics, std::size_t limit)
        : hub_(std::move(hub)), topics_(std::move(topics)), limit_(limit) {}
    EventQueue(const EventQueue&) = delete;
    EventQueue& operator=(const EventQueue&) = delete;
    ~EventQueue() {
        if (open_) leave_hub();
    }

    void push(const std::string& text) {
        std::function<void()> ready;
        bool overflow = false;
        {
            const std::lock_guard lock(mutex_);
            if (!open_) return;
            overflow = waiting_.size() >= limit_;
            if (overflow) {
                waiting_.clear();
                open_ = false;
            } else {
                waiting_.push_back(text);
            }
            ready = ready_;
        }
        if (overflow) leave_hub();
        if (ready) ready();
    }

    void close() {
        std::function<void()> ready;
        {
            const std::lock_guard lock(mutex_);
            if (!open_) return;
            open_ = false;
            waiting_.clear();
            ready = ready_;
        }
        leave_hub();
        if (ready) ready();
    }

    EventStream::Pending take() {
        const std::lock_guard lock(mutex_);
        EventStream::Pending pending;
        for (const auto& text : waiting_) pending.text += text;
        waiting_.clear();
        pending.open = open_;
        return pending;
    }

    void on_ready(std::function<void()> ready) {
        bool now = false;
        {
            const std::lock_guard lock(mutex_);
            ready_ = ready;
            now = ready && (!waiting_.empty() || !open_);
        }
        if (now) ready();
    }

private:
    void leave_hub() {
        if (const auto hub = hub_.lock()) {
            hub->forget(topics_, this);
            --hub->streams;
        }
    }

    std::mutex mutex_;
    std::weak_ptr<EventHubState> hub_;
    std::vector<std::string> topics_;
    std::size_t limit_;
    std::deque<std::string> waiting_;
    std::function<void()> ready_;
    bool open_ = true;
};

void EventHubState::forget(const std::vector<std::string>& topics, const EventQueue* queue) {
    std::vector<std::shared_ptr<EventQueue>> keep_alive;  // the last owner must not go while the lock is held
    const std::lock_guard lock(mutex_);
    for (const auto& topic : topics) {
        const auto found = topics_.find(topic);
        if (found == topics_.end()) continue;
        std::erase_if(found->second, [&](const std::weak_ptr<EventQueue>& weak) {
            auto strong = weak.lock();
            const bool gone = !strong || strong.get() == queue;
            keep_alive.push_back(std::move(strong));
            return gone;
        });
        if (found->second.empty()) topics_.erase(found);
    }
}

std::vector<std::shared_ptr<EventQueue>> EventHubState::listeners(const std::string& topic) {
    std::vector<std::shared_ptr<EventQueue>> queues;
    const std::lock_guard lock(mutex_);
    const auto found = topics_.find(topic);
    if (found == topics_.end()) return queues;
    for (const auto& weak : found->second) {
        if (auto queue = weak.lock()) queues.push_back(std::move(queue));
    }
    return queues;
}

std::vector<std::shared_ptr<EventQueue>> EventHubState::everyone() {
    std::vector<std::shared_ptr<EventQueue>> queues;
    const std::lock_guard lock(mutex_);
    for (const auto& [topic, listeners] : topics_) {
        for (const auto& weak : listeners) {
            if (auto queue = weak.lock()) queues.push_back(std::move(queue));
        }
    }
    return queues;
}

}  // namespace detail

namespace {

// The wire form of the HTML standard, 9.2.6: every line of the data has its own "data:".
std::string format_event(std::string_view name, std::string_view data) {
    if (name.find_first_of("\r\n") != std::string_view::npos)
        throw std::invalid_argument("a line break in an event's name");
    std::string text;
    if (!name.empty()) text.append("event: ").append(name).append("\n");
    while (true) {
        const auto end = std::min(data.find_first_of("\r\n"), data.size());
        text.append("data: ").append(data.substr(0, end)).append("\n");
        if (end == data.size()) break;
        const bool pair = data.substr(end, 2) == "\r\n";
        data.remove_prefix(end + (pair ? 2 : 1));
    }
    return text + "\n";
}

}  // namespace

EventStream::Pending EventStream::take() { return queue_->take(); }
void EventStream::on_ready(std::function<void()> ready) { queue_->on_ready(std::move(ready)); }
void EventStream::close() { queue_->close(); }

EventHub::EventHub(std::size_t queue_limit)
    : state_(std::make_shared<detail::EventHubState>()), queue_limit_(queue_limit) {}

EventHub::~EventHub() {
    for (const auto& queue : state_->everyone()) queue->close();
}

EventStream EventHub::subscribe(std::vector<std::string> topics) {
    auto queue = std::make_shared<detail::EventQueue>(state_, topics, queue_limit_);
    ++state_->streams;
    state_->add(topics, queue);
    return EventStream(std::move(queue));
}

void EventHub::publish(std::string_view topic, std::string_view name, std::string_view data) {
    const auto text = format_event(name, data);
    for (const auto& queue : state_->listeners(std::string(topic))) queue->push(text);
}

void EventHub::close_topic(std::string_view topic) {
    for (const auto& queue : state_->listeners(std::string(topic))) queue->close();
}

std::size_t EventHub::stream_count() const { return state_->streams; }

}  // namespace portico::http
