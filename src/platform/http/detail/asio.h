// The names of Asio that the server's own files use. Included by .cpp files and the headers in detail/ only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace portico::http::detail {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;
template <class T>
using Awaitable = asio::awaitable<T>;

// co_await x.async_something(..., no_throw) gives a tuple that starts with the error code.
inline constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);

}  // namespace portico::http::detail
