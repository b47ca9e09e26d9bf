#include "platform/http/detail/worker_pool.h"

namespace portico::http::detail {

WorkerPool::WorkerPool(unsigned threads, std::size_t queue_limit) : queue_limit_(queue_limit) {
    for (unsigned i = 0; i < std::max(threads, 1U); ++i) threads_.emplace_back([this] { work(); });
}

bool WorkerPool::run(Admission admission, std::function<void()> task) {
    {
        const std::lock_guard lock(mutex_);
        if (stopped_) return false;
        // A thread that is waking up still counts as idle, so the queue may hold one task for each of them.
        if (admission == Admission::new_work && queue_.size() >= idle_ + queue_limit_) return false;
        queue_.push_back(std::move(task));
    }
    wake_.notify_one();
    return true;
}

void WorkerPool::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

void WorkerPool::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        ++idle_;
        wake_.wait(lock, [&] { return stopped_ || !queue_.empty(); });
        --idle_;
        if (queue_.empty()) return;
        auto task = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        task();
        task = nullptr;  // what it holds is released without the lock
        lock.lock();
    }
}

}  // namespace portico::http::detail
