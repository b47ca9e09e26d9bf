// Puts phantoms into DICOM objects: the modules that all of them share, names of files, UIDs; for this room only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "features/demonstration/phantom_math.h"
#include "features/demonstration/phantoms.h"
#include "platform/dicom/writer.h"

namespace portico::demonstration {

// A grey image with 16 bits a pixel, rows from the top.
struct GreyImage {
    int columns = 0;
    int rows = 0;
    std::vector<std::int16_t> pixels;

    GreyImage(int across, int down)
        : columns(across), rows(down), pixels(static_cast<std::size_t>(across) * static_cast<std::size_t>(down)) {}
    std::int16_t& at(int column, int row) {
        return pixels[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                      static_cast<std::size_t>(column)];
    }
    std::string bytes() const;
};

struct SeriesDetails {
    std::string modality;
    std::string sop_class;
    int number = 1;
    std::string description;
    std::string protocol;
    std::string body_part;
    std::string model;  // of the pretended equipment
};

// Where an image lies in the patient (PS3.3 C.7.6.2): first pixel's centre, direction of rows and of columns.
struct Plane {
    Point origin, along_row, along_column;
    float spacing = 1;
    float thickness = 1;
};

// One for each call of write_phantom(). make() and save() may be called from several threads.
class Composer {
public:
    Composer(const PhantomStudy& kind, const PhantomPatient& patient, const StudyDetails& details,
             std::filesystem::path directory);

    const std::string& study_uid() const { return study_uid_; }
    // Patient, study, series, equipment and SOP common modules of image `number` (from 1).
    dicom::DataSet make(const SeriesDetails& series, int number) const;
    void add_plane(dicom::DataSet& data, const Plane& plane) const;
    // Image pixel module of a grey image and its pixels.
    struct GreyFormat {
        int bits_stored = 12;
        bool is_signed = false;
        std::string photometric = "MONOCHROME2";
    };
    void save_grey(dicom::DataSet& data, const GreyImage& image, const GreyFormat& format);
    void save(const dicom::DataSet& data, const dicom::Pixels& pixels, const dicom::WriteOptions& options = {});
    // The files in the order of their names. Errors: of writing.
    Result<WrittenStudy> finish();

private:
    std::string uid(std::string_view what) const;

    const PhantomStudy& kind_;
    PhantomPatient patient_;
    StudyDetails details_;
    std::filesystem::path directory_;
    std::string seed_;
    std::string study_uid_;
    struct Written;
    std::shared_ptr<Written> written_;
};

// DICOM's decimal strings are at most 16 characters.
std::string decimal(double value);
std::string decimals(std::initializer_list<double> values);
// A coded concept (PS3.3 8.8).
dicom::DataSet code(std::string_view value, std::string_view scheme, std::string_view meaning);

void compose_ct_head(Composer& composer);
void compose_ct_thorax(Composer& composer);
void compose_mr_knee(Composer& composer);
void compose_cr_hand(Composer& composer);
void compose_us_heart(Composer& composer);
void compose_mammogram(Composer& composer);

}  // namespace portico::demonstration
