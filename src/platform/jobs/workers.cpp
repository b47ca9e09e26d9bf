#include "platform/jobs/workers.h"

#include "platform/crypto/random.h"
#include "platform/db/change_signal.h"
#include "platform/db/database.h"
#include "platform/jobs/detail/alarm.h"
#include "platform/jobs/detail/job_store.h"
#include "platform/jobs/detail/retry.h"
#include "platform/jobs/detail/schedules.h"
#include "platform/log/log.h"

namespace portico::jobs {
namespace {

// A job that is due but just held by somebody else is not asked for again at once.
constexpr std::chrono::milliseconds shortest_wait{20};

class Running final : public RunningJob {
public:
    Running(const ClaimedJob& job, int max_attempts, const Alarm& alarm)
        : job_(job), max_attempts_(max_attempts), alarm_(alarm) {}

    const JobId& id() const override { return job_.id; }
    const std::string& payload() const override { return job_.payload; }
    int attempt() const override { return job_.attempts; }
    bool last_attempt() const override { return job_.attempts >= max_attempts_; }
    bool stopping() const override { return alarm_.stopped(); }
    void complete_in(db::UnitOfWork& unit) override {
        if (!JobStore::complete(unit.session(), job_)) throw LeaseLost("job " + job_.id.text());
        unit.on_committed([this] { completed_ = true; });
    }
    bool completed() const { return completed_; }

private:
    const ClaimedJob& job_;
    int max_attempts_;
    const Alarm& alarm_;
    bool completed_ = false;
};

}  // namespace

int retry_delay_seconds(int failures, int first, int longest) {
    std::int64_t delay = first;
    for (int i = 1; i < failures && delay < longest; ++i) delay *= 2;
    return static_cast<int>(std::min<std::int64_t>(delay, longest));
}

class Workers::Impl {
public:
    Impl(db::UnitsOfWork& units, const Clock& clock, WorkerOptions options)
        : units_(units),
          clock_(clock),
          options_(std::move(options)),
          schedules_(units, clock, options_.lease_seconds) {}

    void handle(const std::string& kind, std::function<void(RunningJob&)> handler) {
        handlers_[kind] = std::move(handler);
    }
    Schedules& schedules() { return schedules_; }
    void start();
    void stop();
    void wake() { alarm_.ring(); }

private:
    void work();
    bool run_one();
    void run_job(const ClaimedJob& job);
    void finish_job(const ClaimedJob& job, const std::string& error, bool give_up);
    void run_scheduled(const ScheduledRun& run);
    std::optional<ClaimedJob> claim();
    std::chrono::milliseconds time_to_wait();
    void renew_leases();

    // Names a lease to the heartbeat while it lives.
    class Held {
    public:
        Held(Impl& impl, std::string lease) : impl_(impl), lease_(std::move(lease)) {
            const std::scoped_lock lock(impl_.leases_mutex_);
            impl_.leases_.insert(lease_);
        }
        ~Held() {
            const std::scoped_lock lock(impl_.leases_mutex_);
            impl_.leases_.erase(lease_);
        }
        Held(const Held&) = delete;
        Held& operator=(const Held&) = delete;

    private:
        Impl& impl_;
        std::string lease_;
    };

    db::UnitsOfWork& units_;
    const Clock& clock_;
    const WorkerOptions options_;
    std::map<std::string, std::function<void(RunningJob&)>> handlers_;
    Schedules schedules_;
    std::optional<JobStore> store_;
    Alarm alarm_;
    Alarm heartbeat_;
    std::mutex leases_mutex_;
    std::set<std::string> leases_;
    db::ChangeSignal::Subscription subscription_;
    std::vector<std::thread> threads_;
};

void Workers::Impl::start() {
    std::vector<std::string> kinds;
    for (const auto& [kind, handler] : handlers_) kinds.push_back(kind);
    store_.emplace(options_.queue, kinds);
    schedules_.prepare();
    subscription_ = units_.database().changes().subscribe([this] { wake(); });
    for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { work(); });
    threads_.emplace_back([this] {
        while (heartbeat_.wait(options_.heartbeat)) renew_leases();
    });
}

void Workers::Impl::stop() {
    subscription_ = {};
    alarm_.stop();
    // The heart beats until the last handler has ended.
    for (std::size_t i = 0; i + 1 < threads_.size(); ++i) threads_[i].join();
    heartbeat_.stop();
    if (!threads_.empty()) threads_.back().join();
    threads_.clear();
}

void Workers::Impl::work() {
    auto pause = std::chrono::milliseconds(0);
    while (alarm_.wait(pause)) {
        try {
            pause = run_one() ? std::chrono::milliseconds(0) : time_to_wait();
        } catch (const std::exception& error) {
            log::warning("a worker cannot look for jobs", {{"queue", options_.queue}, {"error", error.what()}});
            pause = options_.look_again;
        }
    }
}

// True when there was something to do.
bool Workers::Impl::run_one() {
    if (const auto run = schedules_.next()) {
        alarm_.ring();  // another thread looks for more
        run_scheduled(*run);
        return true;
    }
    if (const auto job = claim()) {
        alarm_.ring();
        run_job(*job);
        return true;
    }
    return false;
}

// Looks before it asks for the writer.
std::optional<ClaimedJob> Workers::Impl::claim() {
    const Timestamp now = clock_.now();
    {
        auto session = units_.database().read();
        const auto due = store_->next_due(session);
        if (!due || *due > now) return std::nullopt;
    }
    auto unit = units_.begin();
    auto job =
        store_->claim(unit.session(), now, now.plus_seconds(options_.lease_seconds), crypto::new_id_text(clock_));
    if (job) unit.commit_technical();
    return job;
}

std::chrono::milliseconds Workers::Impl::time_to_wait() {
    std::optional<Timestamp> due = schedules_.next_due();
    {
        auto session = units_.database().read();
        const auto job_due = store_->next_due(session);
        if (job_due && (!due || *job_due < *due)) due = job_due;
    }
    if (!due) return options_.look_again;
    const std::chrono::milliseconds until(due->milliseconds - clock_.now().milliseconds);
    return std::clamp(until, shortest_wait, std::max(shortest_wait, options_.look_again));
}

void Workers::Impl::run_job(const ClaimedJob& job) {
    // Its earlier tries took the process with them.
    if (job.attempts > options_.max_attempts) return finish_job(job, "its last try did not end", true);
    const Held held(*this, job.lease);
    Running running(job, options_.max_attempts, alarm_);
    bool give_up = running.last_attempt();
    const auto error = error_of([&] {
        try {
            handlers_.at(job.kind)(running);
        } catch (const GiveUp&) {
            give_up = true;
            throw;
        }
    });
    if (running.completed()) {
        if (!error.empty()) log::warning("a job failed after its end", {{"kind", job.kind}, {"error", error}});
        return;
    }
    finish_job(job, error, give_up);
}

void Workers::Impl::finish_job(const ClaimedJob& job, const std::string& error, bool give_up) {
    if (!error.empty())
        log::warning(give_up ? "job given up" : "job failed",
                     {{"job", job.id}, {"kind", job.kind}, {"attempt", job.attempts}, {"error", error}});
    const auto delay = retry_delay_seconds(job.attempts, options_.first_retry_seconds, options_.longest_retry_seconds);
    const auto failure = error_of([&] {
        units_.retrying([&](db::UnitOfWork& unit) {
            bool ended = false;
            if (error.empty()) {
                ended = JobStore::complete(unit.session(), job);
            } else if (give_up) {
                ended = JobStore::bury(unit.session(), job, error);
            } else {
                ended = JobStore::put_back(unit.session(), job, clock_.now().plus_seconds(delay), error);
            }
            if (!ended) throw LeaseLost("the lease ended before the job did");
            unit.commit_technical();
        });
    });
    // It is run again when its lease ends.
    if (!failure.empty())
        log::warning("a job's end was not kept", {{"job", job.id}, {"kind", job.kind}, {"error", failure}});
}

void Workers::Impl::run_scheduled(const ScheduledRun& run) {
    const Held held(*this, run.lease);
    const auto error = error_of(run.work);
    if (!error.empty()) log::warning("scheduled work failed", {{"schedule", run.name}, {"error", error}});
    schedules_.finished(run, error);
}

void Workers::Impl::renew_leases() {
    std::vector<std::string> leases;
    {
        const std::scoped_lock lock(leases_mutex_);
        leases.assign(leases_.begin(), leases_.end());
    }
    if (leases.empty()) return;
    const auto failure = error_of([&] {
        units_.retrying([&](db::UnitOfWork& unit) {
            JobStore::renew(unit.session(), leases, clock_.now().plus_seconds(options_.lease_seconds));
            schedules_.renew(unit.session(), leases);
            unit.commit_technical();
        });
    });
    if (!failure.empty()) log::warning("leases of jobs were not renewed", {{"error", failure}});
}

Workers::Workers(db::UnitsOfWork& units, const Clock& clock, WorkerOptions options)
    : impl_(std::make_unique<Impl>(units, clock, std::move(options))) {}
Workers::~Workers() { stop(); }

void Workers::handle(const std::string& kind, std::function<void(RunningJob&)> handler) {
    impl_->handle(kind, std::move(handler));
}

void Workers::every(const std::string& name, int seconds, std::function<void()> work,
                    std::function<bool(db::Session&)> wanted) {
    impl_->schedules().add(name, seconds, std::move(work), std::move(wanted));
}

void Workers::start() { impl_->start(); }
void Workers::stop() { impl_->stop(); }
void Workers::wake() { impl_->wake(); }

}  // namespace portico::jobs
