#include "features/annotations/exporting.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "features/annotations/annotation_book.h"
#include "features/annotations/annotation_store.h"
#include "platform/db/database.h"
#include "platform/dicom/uid.h"
#include "platform/dicom_sr/structured_reports.h"

namespace portico::annotations {
namespace {

namespace sr = dicom_sr;

constexpr std::int64_t report_series_number = 9001, key_series_number = 9002;
constexpr std::size_t longest_name = 64;

// Instances that marks name, found once each; empty where there is none to be seen.
class Images {
public:
    Images(const studies::Archive& archive, db::Session& session, const StudyAccess& access)
        : archive_(archive), session_(session), access_(access) {}

    template <class Mark>
    std::optional<sr::ImageReference> find(const Mark& mark) {
        auto [at, is_new] = found_.try_emplace({mark.series_uid, mark.sop_instance_uid});
        if (is_new) at->second = archive_.find_instance(session_, access_, mark.series_uid, mark.sop_instance_uid);
        const auto& record = at->second;
        if (!record || record->damaged || mark.frame > std::max<std::int64_t>(1, record->frame_count))
            return std::nullopt;
        if (!first_) first_ = record;
        const auto frame = record->frame_count > 1 ? static_cast<std::uint32_t>(mark.frame) : 0U;
        return sr::ImageReference{mark.series_uid, record->sop_class_uid, mark.sop_instance_uid, frame};
    }
    // The first image that was found.
    const std::optional<studies::InstanceRecord>& first() const { return first_; }

private:
    const studies::Archive& archive_;
    db::Session& session_;
    const StudyAccess& access_;
    std::map<std::pair<std::string, std::string>, std::optional<studies::InstanceRecord>> found_;
    std::optional<studies::InstanceRecord> first_;
};

std::string_view word_of(Tool tool) {
    switch (tool) {
        case Tool::length:
            return "Length";
        case Tool::angle:
            return "Angle";
        case Tool::cobb:
            return "Cobb angle";
        case Tool::rectangle:
            return "Rectangle";
        case Tool::ellipse:
            return "Ellipse";
        case Tool::probe:
            return "Point";
        case Tool::arrow:
            return "Arrow";
    }
    return "";
}

using Points = std::vector<std::pair<double, double>>;

// The corners come as two opposite ones, first and last, with the others between.
Points ring_of(const Points& corners) { return {corners[0], corners[1], corners[3], corners[2], corners[0]}; }

Points longer_axis_first(Points ends) {
    const auto length = [&](std::size_t at) {
        return std::hypot(ends[at].first - ends[at + 1].first, ends[at].second - ends[at + 1].second);
    };
    if (length(0) < length(2)) std::ranges::rotate(ends, ends.begin() + 2);
    return ends;
}

std::vector<sr::Outline> outlines_of(const Annotation& one) {
    Points points;
    for (std::size_t at = 0; at + 1 < one.points.size(); at += 2)
        points.emplace_back(one.points[at], one.points[at + 1]);
    switch (one.tool) {
        case Tool::probe:
            return {{sr::Shape::point, points}};
        case Tool::rectangle:
            return {{sr::Shape::polyline, ring_of(points)}};
        case Tool::ellipse:
            return {{sr::Shape::ellipse, longer_axis_first(std::move(points))}};
        case Tool::cobb:
            return {{sr::Shape::polyline, {points[0], points[1]}}, {sr::Shape::polyline, {points[2], points[3]}}};
        case Tool::length:
        case Tool::angle:
        case Tool::arrow:
            break;
    }
    return {{sr::Shape::polyline, std::move(points)}};
}

sr::Measured measured_of(const MeasuredValue& value) {
    constexpr std::string_view units[] = {"", "mm", "mm2", "deg", "[hnsf'U]", "px"};  // as Unit names them
    constexpr sr::Quantity quantities[] = {sr::Quantity::length,  sr::Quantity::angle,     sr::Quantity::area,
                                           sr::Quantity::mean,    sr::Quantity::deviation, sr::Quantity::minimum,
                                           sr::Quantity::maximum, sr::Quantity::value};
    return {quantities[static_cast<std::size_t>(value.measure)], value.value,
            std::string(units[static_cast<std::size_t>(value.unit)])};
}

sr::Finding finding_of(const Annotation& one, sr::ImageReference image, const std::string& seed, std::size_t number) {
    sr::Finding finding;
    finding.label = std::string(word_of(one.tool)) + " " + std::to_string(number);
    finding.uid = dicom::uid_from(seed + one.id);
    finding.image = std::move(image);
    finding.outlines = outlines_of(one);
    for (const auto& value : one.values) finding.values.push_back(measured_of(value));
    finding.comment = one.text;
    finding.is_region = one.tool == Tool::rectangle || one.tool == Tool::ellipse;
    // What has neither value nor words still has its place.
    if (finding.values.empty() && finding.comment.empty() && !finding.is_region) finding.comment = finding.label;
    return finding;
}

// A display name as one component of a PN.
std::string person_name(const std::string& name) {
    std::string plain;
    for (char c : name.substr(0, longest_name)) plain += c == '^' || c == '=' || c == '\\' ? ' ' : c;
    while (!plain.empty() && (static_cast<unsigned char>(plain.back()) & 0xC0U) == 0x80U && name.size() > longest_name)
        plain.pop_back();  // no half of a character
    return plain;
}

sr::Header header_of(const dicom::Attributes& from, const std::string& study_uid) {
    sr::Header header;
    header.patient_id = from.patient_id;
    header.issuer_of_patient_id = from.issuer_of_patient_id;
    header.patient_name = from.patient_name;
    header.birth_date = from.birth_date;
    header.sex = from.sex;
    header.study_uid = study_uid;
    header.study_date = from.study_date;
    header.study_time = from.study_time;
    header.study_id = from.study_id;
    header.study_description = from.study_description;
    header.accession_number = from.accession_number;
    for (const auto& physician : from.physicians)
        if (physician.role == dicom::PhysicianRole::referring && header.referring_physician.empty())
            header.referring_physician = physician.name;
    return header;
}

}  // namespace

Result<ExportedObject> Exporter::make(const StudyAccess& access, const Marks& marks, ExportKind kind,
                                      bool to_be_stored) const {
    std::vector<sr::Finding> findings;
    std::vector<sr::ImageReference> key_images;
    std::optional<studies::InstanceRecord> first;
    std::string study_uid;
    {
        auto session = services_.units.database().read();
        study_uid = store::study_uid(session, access);
        Images images(services_.archive, session, access);
        std::map<Tool, std::size_t> counts;
        const auto seed = study_uid + "/" + access.caller().user.text() + "/";
        if (kind == ExportKind::measurements) {
            for (const auto& one : marks.annotations)
                if (auto image = images.find(one))
                    findings.push_back(finding_of(one, std::move(*image), seed, ++counts[one.tool]));
        } else {
            for (auto at = marks.key_images.begin(); at != marks.key_images.end(); ++at)
                if (std::find(marks.key_images.begin(), at, *at) == at)
                    if (auto image = images.find(*at)) key_images.push_back(std::move(*image));
        }
        first = images.first();
    }
    if (!first) return fail(errors::nothing_to_export);
    PORTICO_TRY(auto object, services_.archive.open(*first));
    const auto& instance = object.corrected && !to_be_stored ? *object.corrected : object.image.instance();
    auto header = header_of(instance.attributes(), study_uid);
    header.series_uid = dicom::new_uid();
    header.sop_instance_uid = dicom::new_uid();
    header.software_version = services_.software_version;
    header.observer = person_name(access.caller().name);
    header.at = services_.clock.now();
    const bool is_report = kind == ExportKind::measurements;
    header.series_number = is_report ? report_series_number : key_series_number;
    header.series_description = is_report ? "Measurements" : "Key images";
    PORTICO_TRY(auto bytes,
                is_report ? sr::measurement_report(header, findings) : sr::key_object_selection(header, key_images));
    return ExportedObject{std::move(bytes), header.series_uid, header.sop_instance_uid};
}

Result<void> Exporter::store(const StudyAccess& access, const ExportedObject& object) const {
    PORTICO_TRY(auto staged, services_.receiver.stage());
    PORTICO_CHECK(staged.write(object.bytes));
    std::vector<storage::Staged> objects;
    objects.push_back(std::move(staged));
    const studies::Sender sender{.caller = access.caller(), .name = access.caller().name, .chose_study = true};
    const auto outcomes = services_.receiver.receive(access.scope(), sender, std::move(objects));
    const auto& outcome = outcomes.front();
    if (!outcome.ok()) return fail(*outcome.error, outcome.detail);
    return {};
}

}  // namespace portico::annotations
