#include "platform/dimse/storage_contexts.h"

#include <dcmtk/config/osconfig.h>
// osconfig.h comes first.
#include <dcmtk/dcmdata/dcuid.h>

#include <algorithm>
#include <array>

#include "platform/dimse/command_set.h"

namespace portico::dimse {

namespace {

// In the order of how likely objects are to come so.
constexpr std::array syntaxes{
    UID_LittleEndianExplicitTransferSyntax,
    UID_LittleEndianImplicitTransferSyntax,
    UID_JPEGProcess14SV1TransferSyntax,
    UID_JPEG2000LosslessOnlyTransferSyntax,
    UID_JPEGProcess1TransferSyntax,
    UID_JPEGLSLosslessTransferSyntax,
    UID_RLELosslessTransferSyntax,
    UID_JPEG2000TransferSyntax,
    UID_JPEGProcess2_4TransferSyntax,
    UID_JPEGLSLossyTransferSyntax,
    UID_JPEGProcess14TransferSyntax,
    UID_MPEG4HighProfileLevel4_1TransferSyntax,
    UID_MPEG4BDcompatibleHighProfileLevel4_1TransferSyntax,
    UID_MPEG2MainProfileAtMainLevelTransferSyntax,
    UID_MPEG2MainProfileAtHighLevelTransferSyntax,
    "1.2.840.10008.1.2.4.201",  // HTJ2K, lossless only
    "1.2.840.10008.1.2.4.202",  // HTJ2K, lossless only with RPCL
    "1.2.840.10008.1.2.4.203",  // HTJ2K
    UID_DeflatedExplicitVRLittleEndianTransferSyntax,
    UID_BigEndianExplicitTransferSyntax,
};

// Four contexts for each of them.
constexpr std::array usual_classes{
    UID_CTImageStorage,
    UID_MRImageStorage,
    UID_ComputedRadiographyImageStorage,
    UID_DigitalXRayImageStorageForPresentation,
    UID_DigitalMammographyXRayImageStorageForPresentation,
    UID_BreastTomosynthesisImageStorage,
    UID_UltrasoundImageStorage,
    UID_UltrasoundMultiframeImageStorage,
    UID_EnhancedCTImageStorage,
    UID_EnhancedMRImageStorage,
    UID_XRayAngiographicImageStorage,
    UID_EnhancedXAImageStorage,
    UID_XRayRadiofluoroscopicImageStorage,
    UID_NuclearMedicineImageStorage,
    UID_PositronEmissionTomographyImageStorage,
    UID_SecondaryCaptureImageStorage,
    UID_MultiframeGrayscaleByteSecondaryCaptureImageStorage,
    UID_MultiframeTrueColorSecondaryCaptureImageStorage,
    UID_EncapsulatedPDFStorage,
    UID_BasicTextSRStorage,
    UID_EnhancedSRStorage,
    UID_ComprehensiveSRStorage,
    UID_XRayRadiationDoseSRStorage,
    UID_KeyObjectSelectionDocumentStorage,
    UID_GrayscaleSoftcopyPresentationStateStorage,
    UID_SegmentationStorage,
    UID_VLPhotographicImageStorage,
    UID_VLEndoscopicImageStorage,
    UID_OphthalmicPhotography8BitImageStorage,
    UID_OphthalmicTomographyImageStorage,
    UID_TwelveLeadECGWaveformStorage,
};

std::vector<std::string> chosen_of(std::span<const std::string> sop_classes) {
    std::vector<std::string> chosen;
    for (const auto& each : sop_classes)
        if (chosen.size() < most_storage_contexts && is_uid(each) && std::ranges::find(chosen, each) == chosen.end())
            chosen.push_back(each);
    if (chosen.empty()) chosen.assign(usual_classes.begin(), usual_classes.end());
    return chosen;
}

}  // namespace

std::vector<StorageContext> storage_contexts(std::span<const std::string> sop_classes) {
    const auto chosen = chosen_of(sop_classes);
    const auto each = std::min(most_storage_contexts / chosen.size(), syntaxes.size());
    std::vector<StorageContext> contexts;
    for (const auto& sop_class : chosen) {
        for (std::size_t n = 0; n + 1 < each; ++n) contexts.push_back({sop_class, {syntaxes[n]}});
        contexts.push_back({sop_class, {syntaxes.begin() + static_cast<std::ptrdiff_t>(each) - 1, syntaxes.end()}});
    }
    return contexts;
}

}  // namespace portico::dimse
