// All objects of a study, or of one of its series, as they leave: sizes, checksums and what a file-set's directory
// tells of them (CLA-24). Read at one moment, and small: about 200 bytes an object.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/studies/api/archive.h"

namespace portico::studies {

class StudyContents {
public:
    // As the objects carry them when they leave; dates YYYYMMDD.
    struct Study {
        std::string uid, patient_id, issuer, patient_name, birth_date, sex;
        std::string date, time, description, accession_number, id_text;
        Timestamp received_at;
    };
    struct Series {
        SeriesRecord record;
        std::size_t first = 0, count = 0;  // its instances
    };

    // Deleted and rejected studies leave in no way, though staff may still look at them (STU-12, STU-22). Error:
    // not_found.
    static Result<void> check(db::Session&, const StudyAccess&);
    // `series`: only this one. Errors: not_found when there is no such series or nothing in it, and that of check().
    static Result<StudyContents> read(db::Session&, const StudyAccess&, const std::optional<SeriesId>& series);

    const Study& study() const { return study_; }
    const std::vector<Series>& series() const { return series_; }

    // Instances of a series stand together, by number, then UID; numbered through all series.
    std::size_t count() const { return instances_.size(); }
    std::uint64_t size(std::size_t instance) const;  // of the object as it leaves
    std::uint32_t crc32(std::size_t instance) const;
    bool damaged(std::size_t instance) const { return instances_[instance].damaged; }
    bool has_rows(std::size_t instance) const { return instances_[instance].has_rows; }
    Timestamp received_at(std::size_t instance) const { return instances_[instance].received_at; }
    std::optional<std::int64_t> number(std::size_t instance) const { return instances_[instance].number; }
    std::string_view sop_instance_uid(std::size_t instance) const { return text(instances_[instance].sop_instance); }
    std::string_view sop_class_uid(std::size_t instance) const { return words_[instances_[instance].sop_class]; }
    std::string_view transfer_syntax_uid(std::size_t instance) const { return words_[instances_[instance].syntax]; }
    // What Archive::content() needs of it.
    InstanceRecord record(std::size_t instance) const;
    // Different as soon as anything of the content is.
    std::string version() const;

private:
    struct Text {
        std::uint32_t offset = 0, length = 0;
    };
    struct Instance {
        Text sop_instance, blob, head;
        std::uint64_t size = 0, tail_offset = 0, head_size = 0;
        Timestamp received_at;
        std::optional<std::int64_t> number;
        std::uint32_t head_crc32 = 0, tail_crc32 = 0;
        std::uint32_t sop_class = 0, syntax = 0;  // in words_
        bool damaged = false, has_rows = false;
    };
    void read_study(db::Session&, const StudyAccess&);
    void read_instances(db::Session&, const StudyAccess&, SeriesRecord record);
    std::string_view text(Text place) const { return std::string_view(texts_).substr(place.offset, place.length); }
    Text keep(std::string_view text);
    std::uint32_t word(const std::string& text);

    Study study_;
    std::vector<Series> series_;
    std::vector<Instance> instances_;
    std::string texts_;
    std::vector<std::string> words_;  // the few texts that repeat
};

}  // namespace portico::studies
