// Which presentation contexts to propose for receiving objects by C-GET.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace portico::dimse {

struct StorageContext {
    std::string sop_class;
    std::vector<std::string> transfer_syntaxes;  // the node chooses one of them
};

// One of the 128 contexts of an association is that of C-GET itself.
inline constexpr std::size_t most_storage_contexts = 127;

// Shares the contexts out evenly: a class gets contexts of one transfer syntax each, the likeliest first, so that
// objects can come as they are, and one for all syntaxes that are left over. Duplicates and what is no UID are passed
// over; of more than 127 classes the first 127 are taken. Without classes: those that images and documents of hospitals
// have most.
std::vector<StorageContext> storage_contexts(std::span<const std::string> sop_classes = {});

}  // namespace portico::dimse
