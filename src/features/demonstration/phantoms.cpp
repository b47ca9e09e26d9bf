#include "features/demonstration/phantoms.h"

#include <array>
#include <system_error>

#include "features/demonstration/composer.h"
#include "platform/dicom/errors.h"

namespace portico::demonstration {
namespace {

constexpr std::array<PhantomStudy, 6> studies{{
    {PhantomKind::ct_head, "ct_head", "CT", "CT head without contrast", 64},
    {PhantomKind::ct_thorax, "ct_thorax", "CT", "CT thorax with contrast", 80},
    {PhantomKind::mr_knee, "mr_knee", "MR", "MR knee", 68},
    {PhantomKind::cr_hand, "cr_hand", "CR", "X-ray hand", 1},
    {PhantomKind::us_heart, "us_heart", "US", "Echocardiography", 1},
    {PhantomKind::mammogram, "mammogram", "MG", "Mammography both breasts", 4},
}};

void compose(PhantomKind kind, Composer& composer) {
    switch (kind) {
        case PhantomKind::ct_head:
            return compose_ct_head(composer);
        case PhantomKind::ct_thorax:
            return compose_ct_thorax(composer);
        case PhantomKind::mr_knee:
            return compose_mr_knee(composer);
        case PhantomKind::cr_hand:
            return compose_cr_hand(composer);
        case PhantomKind::us_heart:
            return compose_us_heart(composer);
        case PhantomKind::mammogram:
            return compose_mammogram(composer);
    }
}

}  // namespace

std::span<const PhantomStudy> phantom_studies() { return studies; }

Result<WrittenStudy> write_phantom(PhantomKind kind, const PhantomPatient& patient, const StudyDetails& details,
                                   const std::filesystem::path& directory) {
    std::error_code problem;
    std::filesystem::create_directories(directory, problem);
    if (problem) return fail(dicom::errors::unreadable, directory.string() + ": " + problem.message());
    const auto* study = std::ranges::find(studies, kind, &PhantomStudy::kind);
    Composer composer(*study, patient, details, directory);
    compose(kind, composer);
    return composer.finish();
}

}  // namespace portico::demonstration
