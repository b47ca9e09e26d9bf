// What an InstanceFile holds; for this room only, since it brings DCMTK's headers.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include "platform/dicom/dense_objects.h"
#include "platform/dicom/instance_file.h"
#include "platform/dicom/text_decoder.h"
#include "platform/dicom/walk.h"

namespace portico::dicom {

struct HeaderData {
    DenseObjects::Place place;  // ends last
    std::filesystem::path path;
    WalkedFile walked;
    DcmDataset before;  // the elements before the pixel data
    DcmDataset after;   // those behind
    Attributes attributes;
    FrameIndex frames;

    // Of the file that DCMTK reads: the inflated one for deflated objects.
    const FileLayout& read_layout() const { return walked.inflated ? walked.inner : walked.layout; }
};

inline DcmTagKey key_of(Tag tag) { return DcmTagKey(tag.group, tag.element); }
inline Tag tag_of(const DcmObject& object) { return Tag{object.getGTag(), object.getETag()}; }

// The VR as two letters of the standard.
std::string vr_name(DcmObject& object);
// The bytes of a text value as in the file; empty for values that stay in the file and for elements that are not text.
std::string_view raw_text(DcmElement& element);
// (0008,0005) of a data set or an item, else what its parent has.
std::string charset_of(DcmItem& item, std::string_view inherited);
// Quietens DCMTK's log, whose lines carry whatever stands in a file, and loads the dictionary; called before anything
// is read.
void prepare_dcmtk();
// Fills in the attributes from the data sets.
void read_attributes(HeaderData& header);

}  // namespace portico::dicom
