// Text that is compressed while it is made (RFC 1952).
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace portico::studies {

// Throws std::runtime_error when zlib does not work. One thread.
class Gzip {
public:
    Gzip();
    ~Gzip();
    Gzip(const Gzip&) = delete;
    Gzip& operator=(const Gzip&) = delete;

    void add(std::string_view text);
    std::string finish();  // once, at the end

private:
    void run(std::string_view text, bool last);
    struct State;
    std::unique_ptr<State> state_;
    std::string packed_;
};

}  // namespace portico::studies
