// DCMTK writes its messages to a global logger; this sends them to ours instead of to standard error.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace portico::dimse {

enum class LogLevel { warning, error };

// Once, at the start of the program, before other threads use DCMTK. The receiver may be called from any thread and
// must not throw. Only warnings and errors of the network module and errors of the rest pass: lower levels print values
// of elements, and those are patient data. `logger` is a name as "dcmtk.dcmnet".
void route_dcmtk_log(std::function<void(LogLevel, std::string_view logger, std::string message)> receiver);

}  // namespace portico::dimse
