// Threads for blocking work, with a bounded queue.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace portico::http::detail {

// Thread-safe. Tasks must not throw.
class WorkerPool {
public:
    WorkerPool(unsigned threads, std::size_t queue_limit);
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    ~WorkerPool() { stop(); }

    enum class Admission { new_work, continued_work };
    // New work is refused (false) when no thread is free and the queue is full; continued work always gets a place:
    // what was begun is finished. Nothing is taken after stop.
    bool run(Admission admission, std::function<void()> task);
    // Runs what is queued and ends the threads; idempotent.
    void stop();

private:
    void work();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> queue_;
    std::size_t queue_limit_;
    std::size_t idle_ = 0;
    bool stopped_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace portico::http::detail
