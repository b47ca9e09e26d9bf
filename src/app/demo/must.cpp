#include "app/demo/must.h"

#include <stdexcept>
#include <string>

namespace portico::app::demo {

void throw_refused(std::string_view what, const Error& error) {
    std::string text = "demonstration, " + std::string(what) + ": " + std::string(error.kind().text);
    for (const auto& field : error.fields()) text += " " + field.path + ": " + field.text;
    if (!error.detail().empty()) text += " (" + error.detail() + ")";
    throw std::runtime_error(text);
}

}  // namespace portico::app::demo
