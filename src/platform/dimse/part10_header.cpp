#include "platform/dimse/part10_header.h"

#include <cstdint>
#include <string_view>

namespace portico::dimse {

namespace {

void add(std::vector<std::byte>& out, std::string_view text) {
    for (char c : text) out.push_back(static_cast<std::byte>(c));
}

void add_little_endian(std::vector<std::byte>& out, std::uint32_t value, int bytes) {
    for (int n = 0; n < bytes; ++n) out.push_back(static_cast<std::byte>(value >> (8 * n) & 0xFFU));
}

void add_tag(std::vector<std::byte>& out, std::uint16_t element, std::string_view vr) {
    add_little_endian(out, 0x0002, 2);
    add_little_endian(out, element, 2);
    add(out, vr);
}

void add_text(std::vector<std::byte>& out, std::uint16_t element, std::string_view vr, std::string text) {
    if (text.size() % 2 != 0) text.push_back(vr == "UI" ? '\0' : ' ');
    add_tag(out, element, vr);
    add_little_endian(out, static_cast<std::uint32_t>(text.size()), 2);
    add(out, text);
}

}  // namespace

std::vector<std::byte> part10_header(const FileMeta& meta) {
    std::vector<std::byte> group;
    add_tag(group, 0x0001, "OB");
    add_little_endian(group, 0, 2);
    add_little_endian(group, 2, 4);
    add_little_endian(group, 0x0100, 2);  // version 00\01
    add_text(group, 0x0002, "UI", meta.sop_class);
    add_text(group, 0x0003, "UI", meta.sop_instance);
    add_text(group, 0x0010, "UI", meta.transfer_syntax);
    add_text(group, 0x0012, "UI", meta.implementation_class_uid);
    if (!meta.implementation_version.empty()) add_text(group, 0x0013, "SH", meta.implementation_version.substr(0, 16));
    if (!meta.source_ae.empty()) add_text(group, 0x0016, "AE", meta.source_ae.substr(0, 16));

    std::vector<std::byte> out(128);
    add(out, "DICM");
    add_tag(out, 0x0000, "UL");
    add_little_endian(out, 4, 2);
    add_little_endian(out, static_cast<std::uint32_t>(group.size()), 4);
    out.insert(out.end(), group.begin(), group.end());
    return out;
}

}  // namespace portico::dimse
