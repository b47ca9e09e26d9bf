// Answers in the DICOM JSON Model (PS3.18 Annex F), written attribute by attribute. Private to this room.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "platform/dicom/tag.h"

namespace portico::dicomweb {

// One data set; attributes come out in the order of their tags.
class JsonDataSet {
public:
    // Empty text gives the attribute without a value. PN is split into its groups, IS and US become numbers.
    void text(dicom::Tag tag, std::string_view vr, std::string_view value);
    void texts(dicom::Tag tag, std::string_view vr, const std::vector<std::string>& values);
    void number(dicom::Tag tag, std::string_view vr, std::int64_t value);
    void sequence(dicom::Tag tag, const std::vector<JsonDataSet>& items);
    std::string str() const;

private:
    std::map<dicom::Tag, std::string> attributes_;
};

std::string json_array(const std::vector<JsonDataSet>& items);

}  // namespace portico::dicomweb
