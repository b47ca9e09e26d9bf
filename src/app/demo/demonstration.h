// The demonstration (OPS-1): departments, people and studies to try everything out with, made through the use cases
// that people would use.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/wiring/foundation.h"

namespace portico::app {

struct DemoSignIn {
    std::string_view who;   // "Radiologist"
    std::string_view sees;  // what signing in so shows
    std::string_view email, password;
};
// In the order in which they are of interest.
std::vector<DemoSignIn> demo_sign_ins();
// The same as a table for people, each line begun with `indent`.
std::string demo_sign_ins_text(std::string_view indent = "");

struct DemoContent {
    bool made = false;  // false: it was there already
    std::int64_t studies = 0, instances = 0;
};

// Does nothing when the demonstration's department is there. Takes some tens of processor seconds, for the pictures;
// `tell` hears what is being done. The server's workers release the studies a few seconds after they arrived.
// Throws std::runtime_error when a use case refuses.
DemoContent fill_demonstration(Foundation& base, const std::function<void(const std::string&)>& tell = {});

}  // namespace portico::app
