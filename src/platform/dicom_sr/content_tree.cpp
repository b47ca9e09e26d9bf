#include "platform/dicom_sr/content_tree.h"

#include <fmt/format.h>

#include <cmath>

namespace portico::dicom_sr {
namespace {

using Types = DSRTypes;

// At most 16 characters (DS).
std::string decimal(double value) {
    if (!std::isfinite(value)) throw NotAccepted("a number that is none");
    return fmt::format("{:.8g}", value);
}

DSRImageReferenceValue reference_to(const ImageReference& image) {
    DSRImageReferenceValue value(image.sop_class_uid.c_str(), image.sop_instance_uid.c_str());
    if (image.frame > 0) value.getFrameList().addItem(static_cast<Sint32>(image.frame));
    return value;
}

Types::E_GraphicType graphic_type(Shape shape) {
    switch (shape) {
        case Shape::point:
            return Types::GT_Point;
        case Shape::polyline:
            return Types::GT_Polyline;
        case Shape::ellipse:
            return Types::GT_Ellipse;
    }
    return Types::GT_invalid;
}

}  // namespace

void accept(const OFCondition& condition, const char* what) {
    if (condition.bad()) throw NotAccepted(std::string(what) + ": " + condition.text());
}

DSRCodedEntryValue coded(const Code& code) { return {code.value, code.scheme, code.meaning}; }

void ContentTree::add(Types::E_RelationshipType relation, Types::E_ValueType type, const Code* concept_name) {
    // Below the cursor, after those that are there already.
    const auto node = tree_.addContentItem(relation, type, Types::AM_belowCurrent);
    if (node == 0) throw NotAccepted("content item");
    if (concept_name) accept(current().setConceptName(coded(*concept_name)), concept_name->meaning);
}

void ContentTree::root(const Code& concept_name, const char* template_id) {
    if (tree_.addContentItem(Types::RT_isRoot, Types::VT_Container) == 0) throw NotAccepted("root");
    accept(current().setConceptName(coded(concept_name)), concept_name.meaning);
    accept(current().setTemplateIdentification(template_id, "DCMR"), template_id);
}

void ContentTree::enter(Types::E_RelationshipType relation, const Code& concept_name, const char* template_id) {
    add(relation, Types::VT_Container, &concept_name);
    if (template_id) accept(current().setTemplateIdentification(template_id, "DCMR"), template_id);
}

void ContentTree::leave() {
    if (tree_.goUp() == 0) throw NotAccepted("above the root");
}

void ContentTree::text(Types::E_RelationshipType relation, const Code& concept_name, const std::string& value) {
    add(relation, Types::VT_Text, &concept_name);
    accept(current().setStringValue(value.c_str()), concept_name.meaning);
    leave();
}

void ContentTree::code(Types::E_RelationshipType relation, const Code& concept_name, const Code& value) {
    add(relation, Types::VT_Code, &concept_name);
    accept(current().setCodeValue(coded(value)), concept_name.meaning);
    leave();
}

void ContentTree::person(Types::E_RelationshipType relation, const Code& concept_name, const std::string& name) {
    add(relation, Types::VT_PName, &concept_name);
    accept(current().setStringValue(name.c_str()), concept_name.meaning);
    leave();
}

void ContentTree::uid(Types::E_RelationshipType relation, const Code& concept_name, const std::string& value) {
    add(relation, Types::VT_UIDRef, &concept_name);
    accept(current().setStringValue(value.c_str()), concept_name.meaning);
    leave();
}

void ContentTree::image(Types::E_RelationshipType relation, const ImageReference& image) {
    add(relation, Types::VT_Image, nullptr);
    accept(current().setImageReference(reference_to(image)), "image");
    leave();
}

void ContentTree::outline(Types::E_RelationshipType relation, const Code& concept_name, const Outline& outline,
                          const ImageReference& image_of) {
    add(relation, Types::VT_SCoord, &concept_name);
    DSRSpatialCoordinatesValue value(graphic_type(outline.shape));
    for (const auto& [column, row] : outline.points)
        value.getGraphicDataList().addItem(static_cast<Float32>(column), static_cast<Float32>(row));
    accept(current().setSpatialCoordinates(value), "outline");
    image(Types::RT_selectedFrom, image_of);
    leave();
}

void ContentTree::enter_number(const Code& concept_name, double value, const Code& unit) {
    add(Types::RT_contains, Types::VT_Num, &concept_name);
    accept(current().setNumericValue(DSRNumericMeasurementValue(decimal(value).c_str(), coded(unit))),
           concept_name.meaning);
}

void ContentTree::enter_text(const Code& concept_name, const std::string& value) {
    add(Types::RT_contains, Types::VT_Text, &concept_name);
    accept(current().setStringValue(value.c_str()), concept_name.meaning);
}

}  // namespace portico::dicom_sr
