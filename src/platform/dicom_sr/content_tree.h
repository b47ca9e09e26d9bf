// Content items of a document, added one below the other. Private to this room. Throws NotAccepted for what the type of
// document does not allow or DICOM cannot hold.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmsr/dsrdoc.h>

#include <stdexcept>
#include <string>

#include "platform/dicom_sr/codes.h"
#include "platform/dicom_sr/structured_reports.h"

namespace portico::dicom_sr {

class NotAccepted : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};
void accept(const OFCondition& condition, const char* what);

// Writes below the place where its cursor stands; the cursor is there again after each call.
class ContentTree {
public:
    explicit ContentTree(DSRDocumentTree& tree) : tree_(tree) {}

    void root(const Code& concept_name, const char* template_id);
    // The cursor stands in the new container until leave().
    void enter(DSRTypes::E_RelationshipType relation, const Code& concept_name, const char* template_id = nullptr);
    void leave();

    void text(DSRTypes::E_RelationshipType relation, const Code& concept_name, const std::string& value);
    void code(DSRTypes::E_RelationshipType relation, const Code& concept_name, const Code& value);
    void person(DSRTypes::E_RelationshipType relation, const Code& concept_name, const std::string& name);
    void uid(DSRTypes::E_RelationshipType relation, const Code& concept_name, const std::string& value);
    void image(DSRTypes::E_RelationshipType relation, const ImageReference& image);
    void outline(DSRTypes::E_RelationshipType relation, const Code& concept_name, const Outline& outline,
                 const ImageReference& image);
    // These two stay open for what belongs below them, until leave().
    void enter_number(const Code& concept_name, double value, const Code& unit);
    void enter_text(const Code& concept_name, const std::string& value);

private:
    void add(DSRTypes::E_RelationshipType relation, DSRTypes::E_ValueType type, const Code* concept_name);
    DSRContentItem& current() { return tree_.getCurrentContentItem(); }
    DSRDocumentTree& tree_;
};

DSRCodedEntryValue coded(const Code& code);

// Fills the tree of a measurement report (TID 1500).
void write_measurements(ContentTree& tree, const Header& header, const std::vector<Finding>& findings);

}  // namespace portico::dicom_sr
