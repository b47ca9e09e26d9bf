// Any bytes as attributes of an arriving object: what goes into columns is clean text, dates that are days and times
// that are times.
#include <cstdlib>

#include "features/studies/receive_policy.h"
#include "platform/text/fold.h"

using namespace portico::studies;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void check_text(std::string_view bytes, std::size_t longest) {
    const auto text = column_text(bytes, longest);
    require(text.size() <= longest && portico::text::valid_utf8(text) == text);
    require(std::none_of(text.begin(), text.end(), [](char c) { return c >= 0 && c < 0x20; }));
    require(column_text(text, longest) == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    check_text(bytes, 1000);
    check_text(bytes, 10);
    const auto line = std::min(bytes.find('\n'), size);
    const auto second = bytes.substr(std::min(line + 1, size));
    const auto date = column_date(bytes.substr(0, line));
    const auto time = column_time(second);
    if (date) require(date->size() == 8 && column_date(*date) == date);
    if (time) require(time->size() <= 13 && column_time(*time) == time);
    const auto moment = study_moment(date, time);
    require(moment.has_value() == date.has_value());
    if (moment) require(moment->milliseconds - study_moment(date, std::nullopt)->milliseconds < 86'401'000);
    if (const auto number = column_number(bytes)) require(column_number(std::to_string(*number)) == number);
    require(is_same_patient({std::string(second), "", ""}, {std::string(second), "D", ""}, "D") || second.empty());
    const auto list = with_word(with_word("CT MR", second, ' '), second, ' ');
    require(list == with_word("CT MR", second, ' ') || second.find(' ') != std::string_view::npos);
    return 0;
}
