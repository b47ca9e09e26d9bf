#include "platform/dicom/tag.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdicent.h>
#include <dcmtk/dcmdata/dcdict.h>
#include <dcmtk/dcmdata/dcvr.h>

#include <charconv>

namespace portico::dicom {
namespace {

// Calls `use` with the entry (or null) while the dictionary is locked.
template <class Key, class Use>
auto with_entry(const Key& key, Use use) {
    struct Lock {
        const DcmDataDictionary& dictionary = dcmDataDict.rdlock();
        ~Lock() { dcmDataDict.rdunlock(); }
    } lock;
    if constexpr (std::is_same_v<Key, Tag>)
        return use(lock.dictionary.findEntry(DcmTagKey(key.group, key.element), nullptr));
    else
        return use(lock.dictionary.findEntry(key));
}

std::optional<Tag> tag_from_digits(std::string_view digits) {
    std::uint32_t number = 0;
    const auto* end = digits.data() + digits.size();
    const auto [stop, problem] = std::from_chars(digits.data(), end, number, 16);
    if (problem != std::errc() || stop != end) return std::nullopt;
    return Tag{static_cast<std::uint16_t>(number >> 16), static_cast<std::uint16_t>(number & 0xFFFF)};
}

}  // namespace

std::optional<Tag> tag_from_text(std::string_view text) {
    std::string digits(text);
    if (digits.size() == 9 && digits[4] == ',') digits.erase(4, 1);
    if (digits.size() == 8)
        if (auto tag = tag_from_digits(digits)) return tag;
    if (digits.empty() || digits.size() > 64 || digits.find('\0') != std::string::npos) return std::nullopt;
    return with_entry(digits.c_str(), [](const DcmDictEntry* entry) -> std::optional<Tag> {
        if (entry == nullptr || entry->isRepeating() || entry->getPrivateCreator() != nullptr) return std::nullopt;
        return Tag{entry->getGroup(), entry->getElement()};
    });
}

std::string to_text(Tag tag) { return fmt::format("{:04X}{:04X}", tag.group, tag.element); }

std::string_view vr_of(Tag tag) {
    if (tag.is_private()) return tag.element >= 0x10 && tag.element <= 0xFF ? "LO" : "UN";
    if (tag.element == 0) return "UL";
    return with_entry(tag, [](const DcmDictEntry* entry) -> std::string_view {
        if (entry == nullptr) return "UN";
        switch (entry->getEVR()) {
            case EVR_ox:
            case EVR_px:
            case EVR_lt:
            case EVR_PixelData:
            case EVR_OverlayData:
                return "OW";
            case EVR_xs:
                return "US";
            case EVR_up:
                return "UL";
            default:
                break;
        }
        const DcmVR vr(entry->getEVR());
        return vr.isStandard() ? std::string_view(vr.getVRName()) : "UN";
    });
}

std::string keyword_of(Tag tag) {
    if (tag.is_private()) return {};
    return with_entry(tag, [](const DcmDictEntry* entry) {
        return entry == nullptr ? std::string() : std::string(entry->getTagName());
    });
}

}  // namespace portico::dicom
