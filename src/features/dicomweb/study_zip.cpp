#include "features/dicomweb/study_zip.h"

#include "platform/dicom/uid.h"

namespace portico::dicomweb {
namespace {

using dicom::DirectoryRecord;
using dicom::RecordKeys;
using dicom::Tag;
namespace tags = dicom::tags;

// Grows with every change of what this file writes.
constexpr std::string_view format_version = "1";
constexpr Tag study_id{0x0020, 0x0010}, series_number{0x0020, 0x0011}, instance_number{0x0020, 0x0013};

// "2024-01-31T…" as 20240131.
std::string day_of(Timestamp moment) {
    const auto text = to_rfc3339(moment);
    return text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2);
}

std::string or_else(const std::string& text, std::string_view other) {
    return text.empty() ? std::string(other) : text;
}

// The directory wants a value where objects may have none (types 1 and 2, PS3.3 F.5).
DirectoryRecord patient_record(const studies::StudyContents::Study& study) {
    RecordKeys keys;
    keys.add(tags::patient_name, "PN", study.patient_name);
    keys.add(tags::patient_id, "LO", or_else(study.patient_id, "UNKNOWN"));
    if (!study.issuer.empty()) keys.add(tags::issuer_of_patient_id, "LO", study.issuer);
    if (!study.birth_date.empty()) keys.add(tags::patient_birth_date, "DA", study.birth_date);
    if (!study.sex.empty()) keys.add(tags::patient_sex, "CS", study.sex);
    return {"PATIENT", "", "", "", "", keys.bytes()};
}

DirectoryRecord study_record(const studies::StudyContents::Study& study) {
    RecordKeys keys;
    keys.add(tags::study_date, "DA", or_else(study.date, day_of(study.received_at)));
    keys.add(tags::study_time, "TM", or_else(study.time, "000000"));
    keys.add(tags::accession_number, "SH", study.accession_number);
    keys.add(tags::study_description, "LO", study.description);
    keys.add(tags::study_instance_uid, "UI", study.uid);
    keys.add(study_id, "SH", or_else(study.id_text, "1"));
    return {"STUDY", "", "", "", "", keys.bytes()};
}

std::string text_of_missing(const studies::StudyContents& contents) {
    std::string text;
    for (std::size_t i = 0; i < contents.count(); ++i)
        if (contents.damaged(i)) text += std::string(contents.sop_instance_uid(i)) + "\r\n";
    if (text.empty()) return text;
    return "These objects of the study are damaged in the archive and are not here (SOP Instance UID):\r\n" + text;
}

// The keys of a record that needs more than the index knows; an object that cannot be read has only its number.
std::optional<std::string> read_keys_of(const studies::Archive& archive, const studies::InstanceRecord& record,
                                        std::string_view type) {
    auto content = archive.content(record);
    if (!content) return std::nullopt;
    // The object as received, or a corrected head that is the whole object.
    const auto& file = content->parts.back().file;
    if (!file) return std::nullopt;
    auto keys = dicom::instance_keys(fmt::format("/proc/self/fd/{}", file->fd()), type);
    if (!keys) return std::nullopt;
    return std::move(*keys);
}

}  // namespace

Result<std::shared_ptr<const StudyZip>> StudyZip::make(studies::StudyContents contents,
                                                       const studies::Archive& archive) {
    std::shared_ptr<StudyZip> zip(new StudyZip(std::move(contents)));
    zip->list_objects();
    if (zip->objects_.empty()) return fail(studies::errors::content_damaged);
    zip->incomplete_ = text_of_missing(zip->contents_);
    zip->read_keys(archive);
    zip->lay_out();
    zip->version_ = zip->contents_.version() + "." + std::string(format_version);
    return std::shared_ptr<const StudyZip>(std::move(zip));
}

void StudyZip::list_objects() {
    const auto& series = contents_.series();
    objects_.reserve(contents_.count());
    for (std::size_t s = 0; s < series.size(); ++s) {
        first_of_series_.push_back(objects_.size());
        for (std::size_t i = 0; i < series[s].count; ++i) {
            const auto instance = series[s].first + i;
            if (contents_.damaged(instance)) continue;
            objects_.push_back(
                {static_cast<std::uint32_t>(instance), static_cast<std::uint32_t>(s), static_cast<std::uint32_t>(i)});
        }
    }
    first_of_series_.push_back(objects_.size());
}

void StudyZip::read_keys(const studies::Archive& archive) {
    for (const auto& object : objects_) {
        const auto type =
            dicom::record_type_of(contents_.sop_class_uid(object.instance), contents_.has_rows(object.instance));
        if (!dicom::needs_instance_keys(type)) continue;
        if (auto keys = read_keys_of(archive, contents_.record(object.instance), type))
            keys_[object.instance] = std::move(*keys);
    }
}

void StudyZip::lay_out() {
    std::vector<std::size_t> instances;
    for (std::size_t s = 0; s + 1 < first_of_series_.size(); ++s)
        instances.push_back(first_of_series_[s + 1] - first_of_series_[s]);
    directory_ = std::make_unique<const dicom::Directory>(dicom::uid_from("DICOMDIR " + contents_.version()),
                                                          std::move(instances),
                                                          [this](std::size_t number) { return record(number); });
    const auto made = incomplete_.empty() ? 1U : 2U;
    layout_ =
        std::make_unique<const zip::Layout>(made + objects_.size(), [this](std::size_t index) { return entry(index); });
}

std::string StudyZip::file_name(const Object& object, char separator) const {
    return fmt::format("IMAGES{2}S{0:03}{2}I{1:06}", object.series + 1, object.position + 1, separator);
}

// Made entries first, then the objects.
zip::Entry StudyZip::entry(std::size_t index) const {
    const auto moment = contents_.study().received_at;
    if (index == 0) return {"DICOMDIR", directory_->size(), directory_->crc32(), moment};
    if (!incomplete_.empty() && index == 1)
        return {"INCOMPLETE.TXT", incomplete_.size(), zip::crc32_of(incomplete_), moment};
    const auto& object = objects_[index - (incomplete_.empty() ? 1 : 2)];
    return {file_name(object, '/'), contents_.size(object.instance), contents_.crc32(object.instance),
            contents_.received_at(object.instance)};
}

std::string StudyZip::made_entry(std::size_t index, std::uint64_t offset) const {
    return index == 0 ? directory_->read(offset) : incomplete_.substr(static_cast<std::size_t>(offset));
}

DirectoryRecord StudyZip::record(std::size_t number) const {
    if (number == 0) return patient_record(contents_.study());
    if (number == 1) return study_record(contents_.study());
    // Each series stands before its objects, so the record of series s has the number 2 + s + objects before it.
    number -= 2;
    std::size_t low = 0, high = first_of_series_.size() - 1;
    while (high - low > 1) {
        const auto middle = (low + high) / 2;
        (first_of_series_[middle] + middle <= number ? low : high) = middle;
    }
    if (number == first_of_series_[low] + low) return series_record(low);
    return object_record(objects_[number - low - 1]);
}

DirectoryRecord StudyZip::series_record(std::size_t index) const {
    const auto& series = contents_.series()[index].record;
    RecordKeys keys;
    keys.add(tags::modality, "CS", or_else(series.modality, "OT"));
    if (!series.description.empty()) keys.add(tags::series_description, "LO", series.description);
    keys.add(tags::series_instance_uid, "UI", series.series_instance_uid);
    keys.add(series_number, "IS", std::to_string(series.number.value_or(static_cast<std::int64_t>(index) + 1)));
    return {"SERIES", "", "", "", "", keys.bytes()};
}

DirectoryRecord StudyZip::object_record(const Object& object) const {
    const auto sop_class = contents_.sop_class_uid(object.instance);
    DirectoryRecord record;
    record.type = dicom::record_type_of(sop_class, contents_.has_rows(object.instance));
    record.file_id = file_name(object, '\\');
    record.sop_class = sop_class;
    record.sop_instance = contents_.sop_instance_uid(object.instance);
    record.transfer_syntax = contents_.transfer_syntax_uid(object.instance);
    if (const auto found = keys_.find(object.instance); found != keys_.end()) {
        record.keys = found->second;
        return record;
    }
    const auto number = contents_.number(object.instance).value_or(std::int64_t{object.position} + 1);
    record.keys = RecordKeys().add(instance_number, "IS", std::to_string(number)).bytes();
    return record;
}

std::optional<StudyZip::Piece> StudyZip::Reader::next() {
    if (made_.length == 0) {
        auto piece = cursor_.next();
        if (!piece) return std::nullopt;
        if (auto* text = std::get_if<std::string>(&*piece)) return Piece(std::move(*text));
        const auto range = std::get<zip::EntryRange>(*piece);
        const std::size_t made = zip_->incomplete_.empty() ? 1 : 2;
        if (range.entry >= made) {
            const auto& object = zip_->objects_[range.entry - made];
            return Piece(ObjectRange{zip_->contents_.record(object.instance), range.offset, range.length});
        }
        made_ = range;
    }
    auto text = zip_->made_entry(made_.entry, made_.offset);
    if (text.size() > made_.length) text.resize(static_cast<std::size_t>(made_.length));
    made_.offset += text.size();
    made_.length -= text.size();
    return Piece(std::move(text));
}

}  // namespace portico::dicomweb
