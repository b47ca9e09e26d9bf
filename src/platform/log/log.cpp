#include "platform/log/log.h"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <mutex>

#include "core/clock.h"
#include "platform/log/line.h"

namespace portico::log {
namespace {

// Writes whole lines with one write() each, so that lines of several processes on one standard error stay whole.
class LineSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    void divert(Sink target) {
        std::lock_guard lock(mutex_);
        diverted_ = std::move(target);
    }

protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        std::string_view text(message.payload.data(), message.payload.size());
        if (diverted_) {
            diverted_(text);
            return;
        }
        std::string line(text);
        line += '\n';
        std::string_view rest = line;
        while (!rest.empty()) {
            auto written = ::write(STDERR_FILENO, rest.data(), rest.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return;  // nobody reads standard error any more; the server goes on
            rest.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    void flush_() override {}

private:
    Sink diverted_;
};

struct State {
    std::shared_ptr<LineSink> sink = std::make_shared<LineSink>();
    spdlog::logger logger{"portico", sink};
    std::atomic<Format> format{Format::automatic};
};

// Never destroyed: threads may log until the very end of the process.
State& state() {
    static State* const only = new State;
    return *only;
}

constexpr std::array<std::string_view, 4> level_names{"debug", "info", "warning", "error"};

spdlog::level::level_enum native(Level level) {
    constexpr std::array levels{spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err};
    return levels[static_cast<std::size_t>(level)];
}

bool wants_json() {
    static const bool terminal = ::isatty(STDERR_FILENO) == 1;
    auto format = state().format.load(std::memory_order_relaxed);
    return format == Format::json || (format == Format::automatic && !terminal);
}

std::string& request_id() {
    thread_local std::string id;
    return id;
}

}  // namespace

std::string_view name_of(Level level) { return level_names[static_cast<std::size_t>(level)]; }

std::optional<Level> parse_level(std::string_view name) {
    for (std::size_t i = 0; i < level_names.size(); ++i)
        if (level_names[i] == name) return static_cast<Level>(i);
    return std::nullopt;
}

void write(Level level, std::string_view message, Fields fields) {
    if (!enabled(level)) return;
    Line line{to_rfc3339(SystemClock().now()), name_of(level), message, fields, request_id()};
    auto text = wants_json() ? to_json(line) : to_text(line);
    state().logger.log(native(level), spdlog::string_view_t(text.data(), text.size()));
}

void debug(std::string_view message, Fields fields) { write(Level::debug, message, fields); }
void info(std::string_view message, Fields fields) { write(Level::info, message, fields); }
void warning(std::string_view message, Fields fields) { write(Level::warning, message, fields); }
void error(std::string_view message, Fields fields) { write(Level::error, message, fields); }

void set_level(Level level) { state().logger.set_level(native(level)); }
bool enabled(Level level) { return state().logger.should_log(native(level)); }
void set_format(Format format) { state().format = format; }
void set_sink(Sink sink) { state().sink->divert(std::move(sink)); }

RequestScope::RequestScope(std::string id) : previous_(std::move(request_id())) { request_id() = std::move(id); }
RequestScope::~RequestScope() { request_id() = std::move(previous_); }
const std::string& current_request_id() { return request_id(); }

}  // namespace portico::log
