#include <gtest/gtest.h>

#include "core/clock.h"
#include "core/id.h"
#include "core/permission.h"

namespace portico {

TEST(Id, accepts_only_26_lower_case_base32_digits_of_128_bits) {
    EXPECT_TRUE(StudyId::parse("01jd5ykz3wq8x7v6t5r4p3n2m1"));
    EXPECT_FALSE(StudyId::parse("81jd5ykz3wq8x7v6t5r4p3n2m1"));  // more than 128 bits
    EXPECT_FALSE(StudyId::parse("01jd5ykz3wq8x7v6t5r4p3n2m"));
    EXPECT_FALSE(StudyId::parse("01JD5YKZ3WQ8X7V6T5R4P3N2M1"));
    EXPECT_FALSE(StudyId::parse("01jd5ykz3wq8x7v6t5r4p3n2mu"));  // u is not a digit
}

TEST(Timestamp, is_written_and_read_as_rfc3339) {  // GEN-7
    EXPECT_EQ(to_rfc3339({1'700'000'000'123}), "2023-11-14T22:13:20.123Z");
    EXPECT_EQ(parse_rfc3339("2023-11-14T22:13:20.123Z"), (Timestamp{1'700'000'000'123}));
    EXPECT_EQ(parse_rfc3339("2023-11-14T23:13:20+01:00"), (Timestamp{1'700'000'000'000}));
    EXPECT_FALSE(parse_rfc3339("2023-02-30T00:00:00Z"));
    EXPECT_FALSE(parse_rfc3339("2023-11-14 22:13:20Z"));
    EXPECT_FALSE(parse_rfc3339("2023-11-14T22:13:20"));
}

TEST(Timestamp, has_four_digits_of_the_year_in_utc_too) {  // GEN-7
    for (const auto* text : {"0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"})
        EXPECT_EQ(to_rfc3339(parse_rfc3339(text).value_or(Timestamp{})), text);
    EXPECT_FALSE(parse_rfc3339("0000-01-01T00:00:00+00:01"));
    EXPECT_FALSE(parse_rfc3339("9999-12-31T23:59:59-00:01"));
}

TEST(Permission, every_permission_has_one_key_and_a_place_in_the_catalogue) {  // ACC-11, ACC-13
    for (const auto& info : tenant_permissions()) {
        EXPECT_EQ(tenant_permission(info.key), info.permission);
        EXPECT_FALSE(info.category.empty());
        EXPECT_FALSE(info.explanation.empty());
    }
    for (const auto& info : clinician_permissions()) EXPECT_EQ(clinician_permission(info.key), info.permission);
    EXPECT_FALSE(tenant_permission("access_all_studies"));
}

TEST(PermissionSet, is_written_as_sorted_keys_and_ignores_unknown_ones) {
    auto set = TenantPermissions::from_keys("view_studies manage_roles nonsense");
    EXPECT_TRUE(set.has(Permission::view_studies));
    EXPECT_FALSE(set.has(Permission::manage_users));
    EXPECT_EQ(TenantPermissions::from_keys(set.keys()), set);
}

}  // namespace portico
