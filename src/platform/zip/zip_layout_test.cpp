#include "platform/zip/zip_layout.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace portico::zip {
namespace {

constexpr Timestamp moment{1'706'696'102'000};  // 2024-01-31T10:15:02Z

struct File {
    std::string name, bytes;
};

Layout layout_of(const std::vector<File>& files) {
    return {files.size(), [&files](std::size_t i) {
                const auto& file = files[i];
                return Entry{file.name, file.bytes.size(), crc32_of(file.bytes), moment};
            }};
}

std::string read(const Layout& layout, const std::vector<File>& files, std::uint64_t offset, std::uint64_t length) {
    std::string out;
    Cursor cursor(layout, offset, length);
    while (auto piece = cursor.next()) {
        if (const auto* text = std::get_if<std::string>(&*piece)) {
            EXPECT_FALSE(text->empty());
            out += *text;
        } else {
            const auto& range = std::get<EntryRange>(*piece);
            EXPECT_GT(range.length, 0U);
            out += files.at(range.entry).bytes.substr(range.offset, range.length);
        }
    }
    return out;
}
std::string whole(const std::vector<File>& files) {
    const auto layout = layout_of(files);
    return read(layout, files, 0, layout.size());
}

class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "portico-zip-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::filesystem::path file(std::string_view name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

bool has_program(const std::string& name) { return std::system(("command -v " + name + " >/dev/null").c_str()) == 0; }
int run(const std::string& command) { return std::system((command + " >/dev/null").c_str()); }
void write(const std::filesystem::path& file, std::string_view bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc).write(bytes.data(), std::ssize(bytes));
}

const std::vector<File> three{{"DICOMDIR", std::string(300, 'd')},
                              {"IMAGES/S001/EMPTY", ""},
                              {"IMAGES/S001/I000001", std::string(100'000, 'x') + "end"}};

TEST(ZipLayout, knows_its_size_before_anything_is_read) {  // CLA-24
    const auto layout = layout_of(three);
    EXPECT_EQ(whole(three).size(), layout.size());
    EXPECT_EQ(whole({}).size(), 22U);
}

TEST(ZipLayout, gives_every_range_as_it_stands_in_the_whole) {  // CLA-24
    const std::vector<File> small{{"A", "first"}, {"B/EMPTY", ""}, {"B/LAST", "last one"}};
    const auto layout = layout_of(small);
    const auto all = whole(small);
    for (std::uint64_t from = 0; from <= all.size(); ++from)
        for (std::uint64_t length = 0; length <= all.size() - from; ++length)
            ASSERT_EQ(read(layout, small, from, length), all.substr(from, length)) << from << "+" << length;
    EXPECT_THROW(Cursor(layout, 1, all.size()), std::out_of_range);
    EXPECT_THROW(Cursor(layout, all.size() + 1, 0), std::out_of_range);
}

TEST(ZipLayout, combines_checksums_of_two_parts) {
    EXPECT_EQ(combine_crc32(crc32_of("head"), crc32_of("and tail"), 8), crc32_of("headand tail"));
    EXPECT_EQ(combine_crc32(crc32_of("head"), 0, 0), crc32_of("head"));
}

TEST(ZipLayout, refuses_names_that_leave_their_folder) {  // SEC-5
    const auto make = [](std::string name) {
        const std::vector<File> files{{std::move(name), "x"}};
        return layout_of(files).size();
    };
    for (const auto* name : {"", "/etc/passwd", "../up", "a/../../b", "a/..", "c:\\x"})
        EXPECT_THROW(make(name), std::logic_error) << name;
    EXPECT_THROW(make(std::string("a\0b", 3)), std::logic_error);
    EXPECT_NO_THROW(make("a..b/..c"));
}

TEST(ZipLayout, is_read_by_unzip) {  // CLA-24
    if (!has_program("unzip")) GTEST_SKIP() << "unzip is not installed";
    Folder folder;
    write(folder.file("a.zip"), whole(three));
    EXPECT_EQ(run("unzip -tq " + folder.file("a.zip").string()), 0);
}

constexpr std::string_view python_check = R"(
import sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
infos = archive.infolist()
assert archive.testzip() is None
assert [i.filename for i in infos] == ['DICOMDIR', 'IMAGES/S001/EMPTY', 'IMAGES/S001/I000001'], infos
assert infos[2].file_size == 100003 and infos[2].compress_type == zipfile.ZIP_STORED
assert infos[0].date_time == (2024, 1, 31, 10, 15, 2), infos[0].date_time
assert archive.read(infos[2])[-3:] == b'end'
)";
TEST(ZipLayout, is_read_by_python) {  // CLA-24
    if (!has_program("python3")) GTEST_SKIP() << "python3 is not installed";
    Folder folder;
    write(folder.file("a.zip"), whole(three));
    write(folder.file("check.py"), python_check);
    EXPECT_EQ(run("python3 " + folder.file("check.py").string() + " " + folder.file("a.zip").string()), 0);
}

constexpr std::string_view python_many = R"(
import sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert len(archive.infolist()) == int(sys.argv[2])
last = archive.infolist()[-1]
assert archive.read(last) == b'x', last
)";
TEST(ZipLayout, holds_more_than_65535_entries) {  // CLA-24
    constexpr std::size_t count = 65'537;
    const Layout layout(count, [](std::size_t i) { return Entry{"I" + std::to_string(i), 1, crc32_of("x"), moment}; });
    std::string all;
    Cursor cursor(layout, 0, layout.size());
    std::size_t longest = 0;
    while (auto piece = cursor.next()) {
        const auto* text = std::get_if<std::string>(&*piece);
        if (text != nullptr) longest = std::max(longest, text->size());
        all += text != nullptr ? *text : "x";
    }
    EXPECT_EQ(all.size(), layout.size());
    EXPECT_LT(longest, 70'000U);
    if (!has_program("python3")) GTEST_SKIP() << "python3 is not installed";
    Folder folder;
    write(folder.file("many.zip"), all);
    write(folder.file("check.py"), python_many);
    const auto arguments = folder.file("many.zip").string() + " " + std::to_string(count);
    EXPECT_EQ(run("python3 " + folder.file("check.py").string() + " " + arguments), 0);
    // 65,535 is the first number that the short record cannot tell.
    const auto size_of = [](std::size_t entries) {
        return Layout(entries, [](std::size_t) { return Entry{"N", 0, 0, moment}; }).size();
    };
    EXPECT_EQ(size_of(65'534), 65'534ULL * (31 + 47) + 22);
    EXPECT_EQ(size_of(65'535), 65'535ULL * (31 + 47) + 22 + 76);
}

// Writes an archive whose entries are zeros as a file with holes.
void write_sparse(const std::filesystem::path& file, const Layout& layout) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    std::uint64_t at = 0;
    Cursor cursor(layout, 0, layout.size());
    while (auto piece = cursor.next()) {
        if (const auto* text = std::get_if<std::string>(&*piece)) {
            out.seekp(static_cast<std::streamoff>(at));
            out.write(text->data(), std::ssize(*text));
            at += text->size();
        } else {
            at += std::get<EntryRange>(*piece).length;
        }
    }
}

constexpr std::string_view python_large = R"(
import sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
sizes = [i.file_size for i in archive.infolist()]
assert sizes == [5, 0xFFFFFFFE, 0xFFFFFFFF, 5 << 30, 5], sizes
assert archive.read('after') == bytes(5)
assert archive.infolist()[4].header_offset > 1 << 32
with archive.open('large') as large:
    assert large.read(10) == bytes(10)
)";
TEST(ZipLayout, holds_entries_and_offsets_beyond_4_gib) {  // CLA-24
    const std::vector<std::pair<std::string, std::uint64_t>> entries{
        {"before", 5}, {"fits", 0xFFFF'FFFEULL}, {"fits_not", 0xFFFF'FFFFULL}, {"large", 5ULL << 30}, {"after", 5}};
    const auto crc = crc32_of(std::string(5, '\0'));
    const Layout layout(entries.size(), [&](std::size_t i) {
        return Entry{entries[i].first, entries[i].second, crc, moment};
    });
    EXPECT_GT(layout.size(), 13ULL << 30);
    // Any range costs the same, wherever it lies.
    Cursor cursor(layout, layout.size() - 10, 10);
    EXPECT_EQ(std::get<std::string>(*cursor.next()).size(), 10U);
    if (!has_program("python3")) GTEST_SKIP() << "python3 is not installed";
    Folder folder;
    write_sparse(folder.file("large.zip"), layout);
    write(folder.file("check.py"), python_large);
    EXPECT_EQ(run("python3 " + folder.file("check.py").string() + " " + folder.file("large.zip").string()), 0);
}

}  // namespace
}  // namespace portico::zip
