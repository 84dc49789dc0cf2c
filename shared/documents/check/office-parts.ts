/** Names between white space. */
const named = (names: string): string[] => names.trim().split(/\s+/);

/**
 * What a document of Word or Excel may be made of: relationships by the last part of their type (ECMA-376, and what Microsoft added since), and types of
 * parts. Anything that is not here could do something that nobody here knows of.
 */
export const relationships: ReadonlySet<string> = new Set([
  // Of every document.
  ...named(`
    officeDocument core-properties extended-properties custom-properties extendedProperties customProperties thumbnail theme themeOverride styles image hyperlink customXml
    customXmlProps classificationlabels origin signature certificate
  `),
  // Of texts.
  ...named(`
    stylesWithEffects numbering fontTable font settings webSettings footnotes endnotes header footer glossaryDocument comments commentsExtended
    commentsExtensible commentsIds people documenttasks bibliography intelligence intelligence2
  `),
  // Drawings, charts, diagrams; the table of a chart is a document of its own, and looked at as one.
  ...named(`
    drawing hdphoto vmlDrawing chart chartEx chartStyle chartColorStyle chartUserShapes package ink diagramData diagramLayout diagramQuickStyle
    diagramColors diagramDrawing
  `),
  // Of tables.
  ...named(`
    worksheet chartsheet sharedStrings calcChain table tableSingleCells printerSettings sheetMetadata customProperty pivotTable
    pivotCacheDefinition pivotCacheRecords slicer slicerCache timeline timelineCache namedSheetView threadedComment person externalLink
    externalLinkPath externalLinkLongPath xlPathMissing xmlMaps usernames revisionHeaders revisionLog rdRichValue rdRichValueStructure
    rdRichValueTypes rdSupportingPropertyBag richStyles rdSupportingPropertyBagStructure rdRichValueWebImage rdArray FeaturePropertyBag workbookmetadata
  `),
]);

/** Which of these may lead out of the document: where a reader follows only if somebody says so, or fetches a picture. */
export const leadingOut: ReadonlySet<string> = new Set(['hyperlink', 'image', 'externalLinkPath', 'externalLinkLongPath', 'xlPathMissing']);

/** Types of parts: XML of Office, and pictures. */
const parts =
  /^(application\/(xml|octet-stream|binary|x-fontdata|x-font-ttf|vnd\.openxmlformats-(package|officedocument)\.[\w.+-]+|vnd\.ms-(word|excel|office|package|powerpoint)\.[\w.+-]+|vnd\.ms-(excel|word)|inkml\+xml)|image\/[\w.+-]+|text\/xml)$/i;

/** Of those, what holds something that is run, or comes from elsewhere when the document is opened. */
const active = /macro|vba|activex|control|webextension|customui|attachedtoolbars|keymap|querytable|connections|volatile|altchunk|afchunk/i;

export const isPassivePart = (contentType: string): boolean => parts.test(contentType) && !active.test(contentType);
