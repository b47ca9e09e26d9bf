#include "platform/dicom/dense_objects.h"

#include "platform/dicom/errors.h"

namespace portico::dicom {

DenseObjects::Place::~Place() {
    if (owner_ == nullptr) return;
    {
        const std::lock_guard lock(owner_->mutex_);
        owner_->inside_ -= elements_;
    }
    owner_->left_.notify_all();
}

Result<DenseObjects::Place> DenseObjects::enter(std::uint64_t elements, std::chrono::milliseconds patience) {
    if (elements <= ordinary) return Place();
    std::unique_lock lock(mutex_);
    const auto room = [&] { return inside_ == 0 || inside_ + elements <= most_together; };
    if (!left_.wait_for(lock, patience, room)) return fail(errors::busy);
    inside_ += elements;
    return Place(*this, elements);
}

}  // namespace portico::dicom
