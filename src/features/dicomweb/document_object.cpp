#include "features/dicomweb/document_object.h"

#include <boost/json.hpp>
#include <cmath>
#include <stdexcept>

namespace portico::dicomweb {
namespace {

namespace json = boost::json;

constexpr std::string_view encapsulated_pdf = "1.2.840.10008.5.1.4.1.1.104.1";
constexpr std::string_view secondary_capture = "1.2.840.10008.5.1.4.1.1.7";
constexpr std::string_view video_photograph = "1.2.840.10008.5.1.4.1.1.77.1.4.1";
constexpr std::string_view manufacturer = "Portico";

class Model {
public:
    Model& text(std::string_view tag, std::string_view vr, std::string_view value) {
        json::object element{{"vr", vr}};
        if (!value.empty()) element["Value"] = json::array{json::string(value)};
        set_[tag] = std::move(element);
        return *this;
    }
    Model& texts(std::string_view tag, std::string_view vr, std::initializer_list<std::string_view> values) {
        json::array all;
        for (const auto value : values) all.emplace_back(value);
        set_[tag] = json::object{{"vr", vr}, {"Value", std::move(all)}};
        return *this;
    }
    Model& code(std::string_view tag, std::string_view value, std::string_view scheme, std::string_view meaning) {
        Model item;
        item.text("00080100", "SH", value).text("00080102", "SH", scheme).text("00080104", "LO", meaning);
        set_[tag] = json::object{{"vr", "SQ"}, {"Value", json::array{std::move(item.set_)}}};
        return *this;
    }
    Model& decimal(std::string_view tag, double value) { return text(tag, "DS", fmt::format("{:.9g}", value)); }
    // The groups of a name, which the model can hold apart, are the same bytes as one text.
    Model& name(std::string_view tag, std::string_view value) { return text(tag, "PN", value); }
    Model& number(std::string_view tag, std::int64_t value) {
        set_[tag] = json::object{{"vr", "US"}, {"Value", json::array{value}}};
        return *this;
    }
    Model& length(std::string_view tag, std::uint64_t value) {
        set_[tag] = json::object{{"vr", "UL"}, {"Value", json::array{value}}};
        return *this;
    }
    Model& empty(std::string_view tag, std::string_view vr) { return text(tag, vr, ""); }
    Model& bulk(std::string_view tag, std::string_view vr) {
        set_[tag] = json::object{{"vr", vr}, {"BulkDataURI", "content"}};
        return *this;
    }
    dicom::JsonObject object() const {
        auto objects = dicom::read_json_objects(json::serialize(json::array{set_}));
        if (!objects || objects->size() != 1 || !objects->front())
            throw std::logic_error("a document cannot be described");
        return std::move(objects->front()).value();
    }

private:
    json::object set_;
};

// "20240131" and "101500" in UTC.
std::string date_of(Timestamp moment) {
    const auto text = to_rfc3339(moment);
    return text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2);
}
std::string time_of(Timestamp moment) {
    const auto text = to_rfc3339(moment);
    return text.substr(11, 2) + text.substr(14, 2) + text.substr(17, 2);
}

// Patient, General Study, series, equipment and SOP Common modules.
Model common(const DocumentStudy& study, const DocumentOrigin& origin, std::string_view sop_class) {
    Model model;
    model.text("00080016", "UI", sop_class).text("00080018", "UI", origin.sop_instance_uid);
    model.text("00080012", "DA", date_of(origin.made_at)).text("00080013", "TM", time_of(origin.made_at));
    model.text("00080201", "SH", "+0000");  // Timezone Offset From UTC
    model.name("00100010", study.patient_name).text("00100020", "LO", study.patient_id);
    if (!study.issuer.empty()) model.text("00100021", "LO", study.issuer);
    model.text("00100030", "DA", study.birth_date).text("00100040", "CS", study.sex);
    model.text("0020000D", "UI", study.uid).text("00200010", "SH", study.id_text);
    model.text("00080020", "DA", study.date).text("00080030", "TM", study.time);
    model.text("00080050", "SH", study.accession_number).name("00080090", study.referring_physician);
    if (!study.description.empty()) model.text("00081030", "LO", study.description);
    model.text("0020000E", "UI", origin.series_uid).text("00200011", "IS", std::to_string(origin.series_number));
    model.text("00200013", "IS", "1").text("00080070", "LO", manufacturer);
    if (!origin.title.empty()) model.text("0008103E", "LO", origin.title);
    model.text("00080023", "DA", date_of(origin.made_at)).text("00080033", "TM", time_of(origin.made_at));
    // Nobody has looked whether it names the patient: it is treated as if it did.
    model.text("00280301", "CS", "YES");
    return model;
}

}  // namespace

dicom::JsonObject pdf_object(const DocumentStudy& study, const DocumentOrigin& origin, std::uint64_t pdf_bytes) {
    auto model = common(study, origin, encapsulated_pdf);
    model.text("00080060", "CS", "DOC").text("00080064", "CS", "WSD");
    model.empty("0008002A", "DT").text("00420010", "ST", origin.title).empty("0040A043", "SQ");
    model.text("00420012", "LO", "application/pdf").bulk("00420011", "OB");
    // Encapsulated Document Length: without the byte of padding.
    model.length("00420015", pdf_bytes);
    return model.object();
}

dicom::JsonObject picture_object(const DocumentStudy& study, const DocumentOrigin& origin, PictureSize size) {
    auto model = common(study, origin, secondary_capture);
    model.text("00080060", "CS", "OT").text("00080064", "CS", "WSD");
    model.empty("00200020", "CS").empty("00200060", "CS");  // Patient Orientation, Laterality: not known
    model.number("00280002", 3).text("00280004", "CS", "RGB").number("00280006", 0);
    model.number("00280010", size.height).number("00280011", size.width);
    model.number("00280100", 8).number("00280101", 8).number("00280102", 7).number("00280103", 0);
    model.bulk("7FE00010", "OB");
    return model.object();
}

// Video Photographic Image (PS3.3 A.32.7): Cine, Multi-frame, Image Pixel, Acquisition Context and VL Image modules.
dicom::JsonObject video_object(const DocumentStudy& study, const DocumentOrigin& origin, const video::Mp4& video,
                               std::uint64_t bytes) {
    auto model = common(study, origin, video_photograph);
    model.text("00080060", "CS", "XC").texts("00080008", "CS", {"ORIGINAL", "PRIMARY"});
    model.empty("00200020", "CS").empty("00200060", "CS");  // Patient Orientation, Laterality: not known
    model.empty("00400555", "SQ");                          // Acquisition Context: nothing is known of it
    model.decimal("00181063", video.frame_milliseconds()).text("00280009", "AT", "00181063");
    const auto rate = std::lround(video.frames / video.seconds);
    const auto shown = std::to_string(std::max(1L, rate));
    model.text("00180040", "IS", shown).text("00082144", "IS", shown);
    if (video.has_sound) model.empty("003A0300", "SQ");            // Multiplexed Audio Channels: not described
    model.code("00082218", "123037004", "SCT", "Body structure");  // Anatomic Region: none in particular
    model.text("00280008", "IS", std::to_string(video.frames));
    model.number("00280002", 3).text("00280004", "CS", "YBR_PARTIAL_420").number("00280006", 0);
    model.number("00280010", video.rows).number("00280011", video.columns);
    model.number("00280100", 8).number("00280101", 8).number("00280102", 7).number("00280103", 0);
    const auto uncompressed = 3.0 * video.rows * video.columns * video.frames;
    model.text("00282110", "CS", "01").text("00282114", "CS", "ISO_14496_10");
    model.decimal("00282112", uncompressed / static_cast<double>(bytes));
    model.bulk("7FE00010", "OB");
    return model.object();
}

}  // namespace portico::dicomweb
