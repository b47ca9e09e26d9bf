#include "platform/dicom/dense_objects.h"

#include <gtest/gtest.h>

#include <future>

#include "platform/dicom/errors.h"

namespace portico::dicom {
namespace {

using namespace std::chrono_literals;

// STU-6
TEST(DenseObjects, ordinary_objects_are_not_counted) {
    DenseObjects dense;
    const auto all = dense.enter(DenseObjects::most_together);
    ASSERT_TRUE(all);
    EXPECT_TRUE(dense.enter(DenseObjects::ordinary, 0ms));
}

// STU-6
TEST(DenseObjects, together_they_stay_below_the_limit) {
    DenseObjects dense;
    const auto half = dense.enter(DenseObjects::most_together / 2);
    ASSERT_TRUE(half);
    const auto rest = dense.enter(DenseObjects::most_together / 2, 0ms);
    ASSERT_TRUE(rest);
    const auto refused = dense.enter(DenseObjects::ordinary + 1, 0ms);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind().code, errors::busy.code);
}

// STU-6
TEST(DenseObjects, one_alone_may_be_larger_than_the_limit) {
    DenseObjects dense;
    EXPECT_TRUE(dense.enter(DenseObjects::most_together * 3, 0ms));
    EXPECT_TRUE(dense.enter(DenseObjects::most_together * 3, 0ms)) << "the first has left";
}

// STU-6
TEST(DenseObjects, who_waits_enters_when_another_leaves) {
    DenseObjects dense;
    auto first = dense.enter(DenseObjects::most_together);
    ASSERT_TRUE(first);
    auto second = std::async(std::launch::async, [&] { return dense.enter(DenseObjects::most_together).has_value(); });
    { const auto moved = std::move(*first); }
    EXPECT_TRUE(second.get());
}

}  // namespace
}  // namespace portico::dicom
