// How many objects of very many elements are in memory at once; for this room only. Eight megabytes of empty elements
// become 200 megabytes of DCMTK's, so some of them sent together would take the memory of everyone else (STU-6).
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <utility>

#include "core/result.h"

namespace portico::dicom {

// Any thread. Ordinary objects pass without a lock.
class DenseObjects {
public:
    static constexpr std::uint64_t ordinary = 50'000;          // elements: up to here nothing is counted
    static constexpr std::uint64_t most_together = 1'000'000;  // elements of all dense objects in memory

    // Gives its elements back when it ends.
    class Place {
    public:
        Place() = default;
        Place(Place&& other) noexcept
            : owner_(std::exchange(other.owner_, nullptr)), elements_(std::exchange(other.elements_, 0)) {}
        Place& operator=(Place&& other) noexcept {
            std::swap(owner_, other.owner_);
            std::swap(elements_, other.elements_);
            return *this;
        }
        ~Place();

    private:
        friend class DenseObjects;
        Place(DenseObjects& owner, std::uint64_t elements) : owner_(&owner), elements_(elements) {}
        DenseObjects* owner_ = nullptr;
        std::uint64_t elements_ = 0;
    };

    // Waits until there is room; an object alone always has it. Error: busy, when others hold the room for longer than
    // `patience` (also where one thread holds a dense object and asks for a second).
    Result<Place> enter(std::uint64_t elements, std::chrono::milliseconds patience = std::chrono::seconds(20));

private:
    std::mutex mutex_;
    std::condition_variable left_;
    std::uint64_t inside_ = 0;
};

}  // namespace portico::dicom
